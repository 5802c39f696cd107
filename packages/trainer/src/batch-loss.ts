import { tensor1d, tensor4d, type Scalar, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'
import type { Batch } from './batch-source.ts'
import type { Model } from './model.ts'

/** Mean loss of a batch, differentiable: logits [n, classes] and class indices [n] (int32) to a scalar. */
export type Loss = (logits: Tensor2D, labels: Tensor1D) => Scalar

/**
 * Applies a model to a batch. The image tensor shares the batch's memory: dispose it (`tidy`) before the next batch.
 */
export function batchLoss(model: Model, batch: Batch, loss: Loss): { logits: Tensor2D; value: Scalar } {
  const logits = model.apply(tensor4d(batch.images, [...batch.shape]))
  return { logits, value: loss(logits, tensor1d(batch.labels, 'int32')) }
}

/** @throws {RangeError} If a label is not below `classes` */
export function requireLabels(labels: Uint8Array, classes: number): void {
  const stray = labels.find((label) => label >= classes)
  if (stray !== undefined) {
    throw new RangeError(
      `Label ${stray} is outside the model: expected 0 to ${classes - 1}. ` +
        'Make a model with as many classes as the data has.',
    )
  }
}
