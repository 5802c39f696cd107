import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import fc from 'fast-check'
import { createToyModel, toyOptions, weightsOf } from '../test/toy.ts'
import { checkpointMemory } from './checkpoint/checkpoint-memory.ts'
import type { CheckpointStore } from './checkpoint/checkpoint.ts'
import { fit } from './fit.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

afterEach(() => tf.disposeVariables())

const epochs = 3
const steps = 21

describe('fit, resumed', () => {
  it('ends with the same weights after an abort at any step', async () => {
    const expected = await train()
    for (let at = 1; at <= steps; at++) {
      const store = checkpointMemory()
      const controller = new AbortController()
      const onStep = (step: number) => {
        if (step === at) controller.abort()
      }
      await expect(train({ store, onStep, signal: controller.signal })).rejects.toThrow('aborted')
      expect(await store.read()).toMatchObject({ step: at })
      const resumed = await train({ store })
      expect(resumed.weights).toEqual(expected.weights)
      expect(resumed.steps).toBe(steps - at)
    }
  })

  it('ends with the same weights after any number of kills, whatever the checkpoint interval', async () => {
    const expected = await train()
    const kills = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(kills, fc.integer({ min: 1, max: 4 }), async (lifetimes, every) => {
        const store = checkpointMemory()
        for (const lifetime of lifetimes) {
          let age = 0
          const onStep = () => {
            if (++age === lifetime) throw new Error('killed')
          }
          await train({ store, every, onStep }).catch((error: Error) => {
            if (error.message !== 'killed') throw error
          })
        }
        expect((await train({ store, every })).weights).toEqual(expected.weights)
      }),
      { numRuns: 40 },
    )
  })

  it('misses no epoch event, and repeats only the event of an epoch that was killed before its checkpoint', async () => {
    const store = checkpointMemory()
    const killed: CheckpointStore = {
      read: () => store.read(),
      write: async (checkpoint) => {
        if (checkpoint.epoch === 2) throw new Error('killed')
        await store.write(checkpoint)
      },
    }
    const seen: number[] = []
    const onEpoch = (epoch: number) => seen.push(epoch)
    await expect(train({ store: killed, onEpoch })).rejects.toThrow('killed')
    await train({ store, onEpoch })
    expect(seen).toEqual([0, 1, 2, 2, 3])
  })

  it('saves after every `every` epochs and after the last epoch', async () => {
    const saved: number[] = []
    const store: CheckpointStore = {
      read: async () => undefined,
      write: async ({ epoch }) => {
        saved.push(epoch)
      },
    }
    await train({ store, every: 2 })
    expect(saved).toEqual([2, 3])
  })

  it('does nothing if the run was complete, and continues if more epochs are requested', async () => {
    const store = checkpointMemory()
    const complete = await train({ store })
    const again = await train({ store })
    expect([again.steps, again.weights]).toEqual([0, complete.weights])
    const longer = await train({ store, epochs: 4 })
    expect(longer.weights).toEqual((await train({ epochs: 4 })).weights)
    await expect(train({ store, epochs: 2 })).rejects.toThrow(
      '`epochs` must be at least 4, the epochs of the checkpoint, got 2.',
    )
  })
})

interface Run {
  store?: CheckpointStore
  every?: number
  epochs?: number
  signal?: AbortSignal
  onStep?: (step: number) => void
  onEpoch?: (epoch: number) => void
}

/** Trains a new model with a new optimizer, as a new process would, from the store's checkpoint if there is one. */
async function train(run: Run = {}): Promise<{ weights: number[]; steps: number }> {
  const model = createToyModel()
  let taken = 0
  try {
    await fit(
      model,
      toyOptions({
        optimizer: tf.train.momentum(0.3, 0.9),
        epochs: run.epochs ?? epochs,
        checkpoint: run.store && { store: run.store, every: run.every },
        resume: await run.store?.read(),
        signal: run.signal,
        onStep: ({ step }) => {
          taken++
          run.onStep?.(step)
        },
        onEpoch: ({ epoch }) => run.onEpoch?.(epoch),
      }),
    )
    return { weights: weightsOf(model), steps: taken }
  } finally {
    tf.disposeVariables()
  }
}
