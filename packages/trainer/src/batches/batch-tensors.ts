import {
  tensor1d,
  tensor4d,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import type { Batch } from './batch-source.ts'

/** A differentiable function that returns the mean loss of a batch: logits [n, classes] and class indices [n] (int32) → scalar. */
export type Loss = (logits: Tensor2D, labels: Tensor1D) => Scalar

/** Converts a batch to tensors. The images share the batch's memory: dispose them (`tidy`) before the next batch. */
export function toTensors(batch: Batch): [images: Tensor4D, labels: Tensor1D] {
  return [tensor4d(batch.images, [...batch.shape]), tensor1d(batch.labels, 'int32')]
}

/** Checks that labels are classes of the model. @throws {RangeError} If a label is not below `classes` */
export function requireLabels(labels: Batch['labels'], classes: number): void {
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < classes) continue
    throw new RangeError(
      `Label ${labels[i]} is not a class of the model: expected 0 to ${classes - 1}. ` +
        'Create a model with as many classes as the data.',
    )
  }
}
