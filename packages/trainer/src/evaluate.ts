import { softmax, tidy, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core'
import { requireLabels, toTensors, type Loss } from './batches/batch-tensors.ts'
import type { BatchSource } from './batches/batch-source.ts'
import { requirePositiveInteger } from './check.ts'
import { compile } from './model/compile.ts'
import { createYielder } from './create-yielder.ts'
import { crossEntropy } from './model/cross-entropy.ts'
import type { Model } from './model/model.ts'
import { readBatches } from './batches/read-batches.ts'

/** The options of `evaluate`. */
export interface EvaluateOptions {
  /** The images to evaluate the model on. They are read once, in order. */
  data: BatchSource
  /** The number of images in a batch, a positive integer. Default 256. */
  batchSize?: number
  /** The loss of a batch. Default `crossEntropy`. */
  loss?: Loss
  /** Whether to return the probability of each class for each image. Default false. */
  probabilities?: boolean
  /**
   * Whether batches run compiled if the active backend can, with the same bits. JavaScript numbers that the model and the
   * loss use must stay the same during the evaluation. Default true.
   */
  compile?: boolean
  /** Stops the evaluation between two batches. */
  signal?: AbortSignal
  /** Called and awaited after each batch, with the number of images so far. */
  onBatch?: (images: number) => unknown
}

/** The result of `evaluate`: how well a model classifies some images. */
export interface Evaluation {
  /** The mean loss of an image, summed in float64. */
  readonly loss: number
  /** The fraction of images whose largest logit belongs to the label, in [0, 1]. */
  readonly accuracy: number
  /** The number of images. */
  readonly count: number
  /** The class of the largest logit of each image, in order; the first such class if several logits are equal. */
  readonly predictions: Int32Array
  /** Softmax of the logits, row-major [count, classes], if requested. */
  readonly probabilities?: Float32Array
  /**
   * The last reason why a batch was not replayed although the backend can compile; undefined if every batch was replayed or
   * recorded.
   */
  readonly fallback?: string
}

/**
 * Measures a model's loss and accuracy. It changes no weights, draws no random numbers and leaves no tensor behind.
 *
 * @throws {RangeError} If `data` is empty or does not have `data.size` images, a label is not one of the model's classes,
 *   or a logit is NaN
 * @throws `signal.reason` when aborted
 *
 * @example
 * const { loss, accuracy } = await evaluate(model, { data: test })
 */
export async function evaluate(model: Model, options: EvaluateOptions): Promise<Evaluation> {
  const { data, batchSize = 256, loss = crossEntropy, signal, onBatch } = options
  const { compile: isCompiled = true, probabilities: wantsProbabilities = false } = options
  requirePositiveInteger('batchSize', batchSize)
  requirePositiveInteger('data.size', data.size)
  signal?.throwIfAborted()
  const predictions = new Int32Array(data.size)
  let probabilities: Float32Array | undefined
  let count = 0
  let correct = 0
  let totalLoss = 0
  let fallback: string | undefined
  const measure = compile((images: Tensor4D, labels: Tensor1D) => {
    const logits = model.apply(images)
    return {
      loss: loss(logits, labels),
      logits,
      ...(wantsProbabilities && { probabilities: softmax(logits) }),
    }
  }, isCompiled)
  const yieldIfDue = createYielder()
  try {
    for (const batch of readBatches(data, { batchSize })) {
      const size = batch.labels.length
      const meanLoss = tidy(() =>
        measure.call(toTensors(batch), (results) => {
          const classes = results.logits.shape[1]
          requireLabels(batch.labels, classes)
          classify(results.logits.dataSync(), classes, predictions.subarray(count, count + size), count)
          if (results.probabilities) {
            probabilities ??= new Float32Array(data.size * classes)
            probabilities.set(results.probabilities.dataSync(), count * classes)
          }
          return results.loss.dataSync()[0]
        }),
      )
      fallback = measure.fallback ?? fallback
      totalLoss += meanLoss * size
      for (let i = 0; i < size; i++) if (predictions[count + i] === batch.labels[i]) correct++
      count += size
      await onBatch?.(count)
      await yieldIfDue()
      signal?.throwIfAborted()
    }
  } finally {
    measure.dispose()
  }
  return { loss: totalLoss / count, accuracy: correct / count, count, predictions, probabilities, fallback }
}

/** Writes the class of each row's largest logit to `predictions`. Row 0 is image number `first`. */
function classify(logits: ArrayLike<number>, classes: number, predictions: Int32Array, first: number): void {
  for (let row = 0; row < predictions.length; row++) {
    const start = row * classes
    let largest = start
    for (let i = start; i < start + classes; i++) {
      if (Number.isNaN(logits[i])) {
        throw new RangeError(
          `The logit of image ${first + row} for class ${i - start} is NaN: expected a number. ` +
            'Check the weights and the image for NaN or infinite values.',
        )
      }
      if (logits[i] > logits[largest]) largest = i
    }
    predictions[row] = largest - start
  }
}
