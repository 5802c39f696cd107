import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import fc from 'fast-check'
import { createToyData, createToyModel, weightsOf } from '../test/toy.ts'
import type { BatchSource } from './batch-source.ts'
import { evaluate } from './evaluate.ts'

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

  it('changes no weight, leaves no tensor and asks for no shuffling', async () => {
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

  it('gives the probability of each class on request, whatever the batch size', async () => {
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

  it('refuses labels that the model has no class for, and leaves no tensor', async () => {
    const model = createToyModel()
    const tensors = tf.memory().numTensors
    const stray: BatchSource = {
      size: 2,
      batches: () => [{ images: new Float32Array(8), labels: Uint8Array.of(0, 3), shape: [2, 2, 2, 1] }],
    }
    await expect(evaluate(model, { data: stray })).rejects.toThrow(
      'Label 3 is outside the model: expected 0 to 2.',
    )
    expect(tf.memory().numTensors).toBe(tensors)
    model.dispose()
  })

  it('refuses empty data', async () => {
    const empty: BatchSource = { size: 0, batches: () => [] }
    await expect(evaluate(createToyModel(), { data: empty })).rejects.toThrow(
      '`data.size` must be an integer ≥ 1, got 0.',
    )
  })
})

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
    predictions: Uint8Array.from(predictions),
  }
}
