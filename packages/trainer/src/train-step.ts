import {
  tidy,
  type NamedTensorMap,
  type Optimizer,
  type Scalar,
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
  /**
   * Says that an epoch starts: numbers of JavaScript that the model or the loss uses may have changed, since code of the
   * user has run.
   */
  startEpoch(): void
  /**
   * Why a step of this epoch computed its gradients operation by operation though a compiled step was wanted, the last if
   * there are several; undefined if none did, or only to be recorded.
   */
  readonly fallback: string | undefined
  dispose(): void
}

/** How to create a {@link TrainStep}. */
export interface TrainStepOptions {
  readonly loss: Loss
  /** Whether to compile the step if the active backend can. */
  readonly compile: boolean
  /** The reason not to compile the step although the backend can. */
  readonly obstacle?: string
}

/** Creates a function that trains a model by one batch, compiled if the active backend can. */
export function createTrainStep(
  model: Model,
  optimizer: Pick<Optimizer, 'computeGradients' | 'applyGradients'>,
  { loss, compile: isCompiled, obstacle }: TrainStepOptions,
): TrainStep {
  let fallback: string | undefined
  const run = (images: Tensor4D, labels: Tensor1D): StepResults => {
    let classes = 0
    const { value, grads } = optimizer.computeGradients(() => {
      const logits = model.apply(images)
      classes = logits.shape[1]
      return loss(logits, labels)
    }, Object.values(model.variables))
    const gradients = Object.entries(grads).filter(([, gradient]) => gradient != null)
    return { loss: value, classes, gradients: Object.fromEntries(gradients) }
  }
  const compiled = compile(run, isCompiled, obstacle)

  return {
    take: (batch) =>
      tidy(() => {
        const meanLoss = compiled.call(toTensors(batch), ({ loss, classes, gradients }) => {
          requireLabels(batch.labels, classes)
          const meanLoss = loss.dataSync()[0]
          if (Number.isFinite(meanLoss)) optimizer.applyGradients(gradients)
          return meanLoss
        })
        fallback = compiled.fallback ?? fallback
        return meanLoss
      }),
    startEpoch() {
      fallback = undefined
      compiled.revalidate()
    },
    get fallback() {
      return fallback
    },
    dispose: () => compiled.dispose(),
  }
}

/** What the gradients of a batch's loss come to. */
type StepResults = {
  loss: Scalar
  classes: number
  /** By the names of the variables. */
  gradients: NamedTensorMap
}
