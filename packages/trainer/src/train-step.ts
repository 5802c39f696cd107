import { dispose, type Optimizer } from '@tensorflow/tfjs-core'
import { batchLoss, requireLabels, type Loss } from './batch-loss.ts'
import type { Batch } from './batch-source.ts'
import type { Model } from './model.ts'

/**
 * Takes one step against the gradient of a batch's loss, unless that loss is NaN or infinite.
 *
 * @returns The loss before the step
 * @throws {RangeError} If a label is not one of the model's classes; nothing is changed then
 */
export function trainStep(
  model: Model,
  optimizer: Pick<Optimizer, 'computeGradients' | 'applyGradients'>,
  batch: Batch,
  loss: Loss,
): number {
  let classes = 0
  const { value, grads } = optimizer.computeGradients(() => {
    const { logits, value } = batchLoss(model, batch, loss)
    classes = logits.shape[1]
    return value
  }, Object.values(model.variables))
  try {
    requireLabels(batch.labels, classes) // not while recording: what the tape has saved would leak
    const meanLoss = value.dataSync()[0]
    if (Number.isFinite(meanLoss)) optimizer.applyGradients(grads)
    return meanLoss
  } finally {
    dispose([value, grads])
  }
}
