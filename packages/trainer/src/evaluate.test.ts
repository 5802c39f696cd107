import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import fc from 'fast-check'
import { createToyData, createToyModel, weightsOf } from '../test/toy.ts'
import type { Batch, BatchSource } from './batches/batch-source.ts'
import { evaluate } from './evaluate.ts'
import type { Model } from './model/model.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

const data = createToyData({ size: 50 })

describe('evaluate', () => {
  it('agrees with float64 arithmetic over all images, whatever the batch size', async () => {
    const model = createToyModel()
    const { loss: expectedLoss, ...expected } = reference(data, weightsOf(model))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (batchSize) => {
        const { loss, ...rest } = await evaluate(model, { data, batchSize })
        expect(rest).toEqual({ ...expected, count: 50 })
        expect(loss).toBeCloseTo(expectedLoss, 6)
      }),
      { numRuns: 20 },
    )
    model.dispose()
  })

  it('changes no weight, leaves no tensor and requests no shuffling', async () => {
    const model = createToyModel()
    const before = { weights: weightsOf(model), tensors: tf.memory().numTensors }
    const shuffles: unknown[] = []
    const watched: BatchSource = {
      size: data.size,
      batches(options) {
        shuffles.push(options.shuffle)
        return data.batches(options)
      },
    }
    await evaluate(model, { data: watched, batchSize: 8 })
    expect({ weights: weightsOf(model), tensors: tf.memory().numTensors }).toEqual(before)
    expect(shuffles).toEqual([undefined])
    model.dispose()
  })

  it('returns the probability of each class on request, whatever the batch size', async () => {
    const model = createToyModel()
    const { predictions, probabilities } = await evaluate(model, { data, batchSize: 7, probabilities: true })
    const expected: number[][] = []
    for (const { images, shape } of data.batches({ batchSize: 50 })) {
      const rows = tf.tidy(() => tf.softmax(model.apply(tf.tensor4d(images, [...shape]))).arraySync())
      expected.push(...(rows as number[][]))
    }
    expect(probabilities).toHaveLength(expected.flat().length)
    expected.flat().forEach((value, index) => expect(probabilities![index]).toBeCloseTo(value, 6))
    expected.forEach((row, index) => expect(row[predictions[index]]).toBe(Math.max(...row)))
    expect((await evaluate(model, { data })).probabilities).toBeUndefined()
    model.dispose()
  })

  it('reports the images done after each batch', async () => {
    const model = createToyModel()
    const done: number[] = []
    await evaluate(model, { data, batchSize: 20, onBatch: (images) => done.push(images) })
    expect(done).toEqual([20, 40, 50])
    model.dispose()
  })

  it('stops after the batch in which it is aborted', async () => {
    const model = createToyModel()
    const tensors = tf.memory().numTensors
    const controller = new AbortController()
    const done: number[] = []
    const onBatch = (images: number) => {
      done.push(images)
      controller.abort('enough')
    }
    await expect(evaluate(model, { data, batchSize: 20, signal: controller.signal, onBatch })).rejects.toBe(
      'enough',
    )
    expect(done).toEqual([20])
    expect(tf.memory().numTensors).toBe(tensors)
    model.dispose()
  })

  it('rejects labels without a class in the model, and leaves no tensor', async () => {
    const model = createToyModel()
    const tensors = tf.memory().numTensors
    const invalid: BatchSource = {
      size: 2,
      batches: () => [{ images: new Float32Array(8), labels: Uint8Array.of(0, 3), shape: [2, 2, 2, 1] }],
    }
    await expect(evaluate(model, { data: invalid })).rejects.toThrow(
      'Label 3 is not a class of the model: expected 0 to 2.',
    )
    expect(tf.memory().numTensors).toBe(tensors)
    model.dispose()
  })

  it.each([
    ['-1', Int32Array.of(0, -1)],
    ['0.5', [0.5, 0]],
    ['NaN', [NaN, 0]],
    ['a', ['a', 0]],
    ['undefined', [0, undefined]],
  ])('rejects the label %s', async (label, labels) => {
    const data = sourceOf(labels as unknown as Int32Array)
    await expect(evaluate(modelOf([1, 2]), { data })).rejects.toThrow(
      new RangeError(`A label must be the index of a class, a non-negative integer, got ${label}.`),
    )
  })

  it('supports more than 256 classes', async () => {
    const logits = Array.from({ length: 300 }, (_, i) => (i === 299 ? 9 : 0))
    const { predictions, accuracy } = await evaluate(modelOf(logits), {
      data: sourceOf(Int32Array.of(43, 299)),
    })
    expect({ predictions: [...predictions], accuracy }).toEqual({ predictions: [299, 299], accuracy: 0.5 })
  })

  it.each([
    ['0', [NaN, NaN, NaN]],
    ['1', [1, NaN, 2]],
    ['2', [1, 2, NaN]],
  ])('rejects a NaN logit of class %s', async (index, logits) => {
    await expect(evaluate(modelOf(logits), { data: sourceOf(Uint8Array.of(0, 0)) })).rejects.toThrow(
      new RangeError(
        `The logit of image 0 for class ${index} is NaN: expected a number. ` +
          'Check the weights and the image for NaN or infinite values.',
      ),
    )
  })

  it('accepts infinite logits, and predicts the first of equal logits', async () => {
    for (const [logits, prediction] of [
      [[-Infinity, 3, Infinity], 2],
      [[-Infinity, -Infinity], 0],
      [[1, 5, 5], 1],
    ] as const) {
      const { predictions } = await evaluate(modelOf(logits), { data: sourceOf(Uint8Array.of(0)) })
      expect([...predictions]).toEqual([prediction])
    }
  })

  it.each([
    ['none', () => []],
    ['half of them', () => sourceOf(Uint8Array.of(0)).batches({ batchSize: 1 })],
    ['more', () => sourceOf(Uint8Array.of(0, 0, 0)).batches({ batchSize: 3 })],
  ])('rejects a source of two images that gives %s', async (which, batches) => {
    const got = { none: 0, 'half of them': 1, more: 'more' }[which]
    await expect(evaluate(modelOf([1, 2]), { data: { size: 2, batches } })).rejects.toThrow(
      new RangeError(
        `\`data.batches()\` must return every image once: expected \`data.size\` = 2 images, got ${got}.`,
      ),
    )
  })

  it('rejects data that is not iterable', async () => {
    const asynchronous = { size: 1, batches: async function* () {} } as unknown as BatchSource
    await expect(evaluate(modelOf([1]), { data: asynchronous })).rejects.toThrow(
      new TypeError(
        '`data.batches()` must return an iterable of batches, got an async iterable. ' +
          'Load the images first, then serve them from memory.',
      ),
    )
    const nothing = { size: 1, batches: () => undefined } as unknown as BatchSource
    await expect(evaluate(modelOf([1]), { data: nothing })).rejects.toThrow('batches, got undefined.')
  })

  it('rejects a batch with too few labels', async () => {
    const images = new Float32Array(8)
    const batches = () => [{ images, labels: Uint8Array.of(0), shape: [2, 2, 2, 1] as const }]
    await expect(evaluate(modelOf([1]), { data: { size: 2, batches } })).rejects.toThrow(
      'A batch of 2 images must have 2 labels, got 1.',
    )
  })

  it('rejects empty data', async () => {
    const empty: BatchSource = { size: 0, batches: () => [] }
    await expect(evaluate(createToyModel(), { data: empty })).rejects.toThrow(
      '`data.size` must be a positive integer, got 0.',
    )
  })
})

/** A model that says the same of every image. */
function modelOf(logits: readonly number[]): Model {
  return { variables: {}, apply: ({ shape }) => tf.tile(tf.tensor2d([[...logits]]), [shape[0], 1]) }
}

/** Grey images with these labels, in one batch. */
function sourceOf(labels: Batch['labels']): BatchSource {
  const images = new Float32Array(4 * labels.length)
  return { size: labels.length, batches: () => [{ images, labels, shape: [labels.length, 2, 2, 1] }] }
}

/** Softmax regression in float64; `weights` are the 4×3 weights, then the 3 biases. */
function reference(source: BatchSource, weights: number[]) {
  const predictions: number[] = []
  let correct = 0
  let loss = 0
  for (const { images, labels } of source.batches({ batchSize: source.size })) {
    labels.forEach((label, i) => {
      const logits = [0, 1, 2].map((c) =>
        [0, 1, 2, 3].reduce((sum, f) => sum + images[4 * i + f] * weights[3 * f + c], weights[12 + c]),
      )
      const prediction = logits.indexOf(Math.max(...logits))
      predictions.push(prediction)
      if (prediction === label) correct++
      loss += Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[label]
    })
  }
  return {
    loss: loss / source.size,
    accuracy: correct / source.size,
    predictions: Int32Array.from(predictions),
  }
}
