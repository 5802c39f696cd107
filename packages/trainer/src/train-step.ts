import {
  tidy,
  type NamedTensorMap,
  type Optimizer,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import { requireLabels, toTensors, type Loss } from './batch-tensors.ts'
import type { Batch } from './batch-source.ts'
import { compile } from './compile.ts'
import type { Model } from './model.ts'

/** Takes steps of one model by one optimizer. */
export interface TrainStep {
  /**
   * Takes one step against the gradient of a batch's loss, unless that loss is NaN or infinite.
   *
   * @returns The loss before the step
   * @throws {RangeError} If a label is not one of the model's classes; nothing is changed then
   */
  take(batch: Batch): number
  /** Why the last step's gradients were computed operation by operation though a compiled step was wanted. */
  readonly fallback: string | undefined
  dispose(): void
}

export function createTrainStep(
  model: Model,
  optimizer: Pick<Optimizer, 'computeGradients' | 'applyGradients'>,
  loss: Loss,
  isCompiled: boolean,
): TrainStep {
  let classes = 0
  const gradients = compile((images: Tensor4D, labels: Tensor1D): NamedTensorMap => {
    const { value, grads } = optimizer.computeGradients(() => {
      const logits = model.apply(images)
      classes = logits.shape[1]
      return loss(logits, labels)
    }, Object.values(model.variables))
    const named = Object.entries(grads).filter(([, gradient]) => gradient != null)
    return {
      loss: value,
      ...Object.fromEntries(named.map(([name, gradient]) => [GRADIENT + name, gradient])),
    }
  }, isCompiled)

  return {
    take: (batch) =>
      tidy(() =>
        gradients.call(toTensors(batch), ({ loss, ...gradients }) => {
          requireLabels(batch.labels, classes)
          const meanLoss = loss.dataSync()[0]
          if (Number.isFinite(meanLoss)) optimizer.applyGradients(withoutPrefix(gradients))
          return meanLoss
        }),
      ),
    get fallback() {
      return gradients.fallback
    },
    dispose: () => gradients.dispose(),
  }
}

/** Before a variable's name, which may be `loss`. */
const GRADIENT = 'gradient of '

function withoutPrefix(gradients: NamedTensorMap): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name.slice(GRADIENT.length), gradient]),
  )
}
