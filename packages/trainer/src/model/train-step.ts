import {
  tidy,
  type NamedTensorMap,
  type Optimizer,
  type Scalar,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import { requireLabels, toTensors, type Loss } from '../batches/batch-tensors.ts'
import type { Batch } from '../batches/batch-source.ts'
import { compile } from './compile.ts'
import type { Model } from './model.ts'

/** Trains one model with one optimizer, one batch at a time. */
export interface TrainStep {
  /**
   * Takes one step along the negative gradient of a batch's loss, unless that loss is NaN or infinite.
   *
   * @returns The loss before the step
   * @throws {RangeError} If a label is not one of the model's classes; then nothing changes
   */
  take(batch: Batch): number
  /**
   * Signals the start of an epoch. JavaScript numbers that the model or the loss uses may have changed, because the user's code
   * has run since the last epoch.
   */
  startEpoch(): void
  /**
   * The last reason why a step of this epoch ran op by op although `compile` is set; undefined if no step did, except to be
   * recorded.
   */
  readonly fallback: string | undefined
  dispose(): void
}

/** The options of {@link createTrainStep}. */
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

/** The loss of a batch and its gradients. */
type StepResults = {
  loss: Scalar
  classes: number
  /** The gradients by the names of the variables. */
  gradients: NamedTensorMap
}
