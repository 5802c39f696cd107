import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createToyModel, toyOptions, toyTrain, weightsOf } from '../test/toy.ts'
import type { BatchSource } from './batches/batch-source.ts'
import { checkpointMemory } from './checkpoint/checkpoint-memory.ts'
import { fit } from './fit.ts'
import { TrainingDivergedError } from './training-diverged-error.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

afterEach(() => tf.disposeVariables())

describe('fit, when training diverges', () => {
  it.each([NaN, Infinity])('stops before the step with a pixel of %p', async (value) => {
    const model = createToyModel()
    const optimizer = tf.train.momentum(0.5, 0.9)
    const store = checkpointMemory()
    const data = spoiled({ epoch: 2, index: 3, value })
    let before: number[] = []
    let tensors = 0
    const onStep = () => {
      before = weightsOf(model)
      tensors = tf.memory().numTensors
    }
    const error = await failure(fit(model, toyOptions({ data, optimizer, checkpoint: { store }, onStep })))

    expect(error).toBeInstanceOf(TrainingDivergedError)
    expect(error).toMatchObject({ epoch: 2, step: 11, learningRate: 0.5, loss: NaN })
    expect(error.message).toBe(
      'Training diverged in epoch 2 at step 11 with learning rate 0.5: expected a finite loss, got NaN. ' +
        'The weights are those before this step; try a lower learning rate.',
    )
    expect(weightsOf(model)).toEqual(before)
    expect(tf.memory().numTensors).toBe(tensors)
    expect(await store.read()).toMatchObject({ epoch: 1, step: 7, stepInEpoch: 0 })
  })

  it('stops at the end of an epoch if its last step makes weights infinite, before they are saved', async () => {
    class Spoiler extends tf.SGDOptimizer {
      override applyGradients(gradients: tf.NamedTensorMap): void {
        super.applyGradients(gradients)
        if (this.iterations === 14) this.setLearningRate(Infinity)
        if (this.iterations === 14) super.applyGradients(gradients)
      }
    }
    const store = checkpointMemory()
    const optimizer = new Spoiler(0.5)
    const error = await failure(fit(createToyModel(), toyOptions({ optimizer, checkpoint: { store } })))

    expect(error).toBeInstanceOf(TrainingDivergedError)
    expect(error).toMatchObject({ epoch: 2, step: 14, loss: expect.any(Number) })
    expect(error.message).toMatch(/expected finite weights, got -?(NaN|Infinity) in weight\./)
    expect(await store.read()).toMatchObject({ epoch: 1 })
  })
})

/** Toy data with one pixel value replaced in one batch. */
function spoiled(where: { epoch: number; index: number; value: number }): BatchSource {
  return {
    size: toyTrain.size,
    *batches(options) {
      let index = 0
      for (const batch of toyTrain.batches(options)) {
        if (options.shuffle?.epoch === where.epoch && index++ === where.index) batch.images[0] = where.value
        yield batch
      }
    },
  }
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('expected a rejection')
    },
    (error: Error) => error,
  )
}
