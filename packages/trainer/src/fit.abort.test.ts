import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createToyModel, toyOptions, toyTest, weightsOf } from '../test/toy.ts'
import type { BatchSource } from './batches/batch-source.ts'
import { checkpointMemory } from './checkpoint/checkpoint-memory.ts'
import { fit } from './fit.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

afterEach(() => tf.disposeVariables())

describe('fit, when aborted', () => {
  it('finishes the step, saves it, and rejects with the reason', async () => {
    const model = createToyModel()
    const store = checkpointMemory()
    const controller = new AbortController()
    const reason = new Error('that will do')
    let steps = 0
    const run = fit(
      model,
      toyOptions({
        checkpoint: { store, config: { note: 'kept' } },
        signal: controller.signal,
        onStep: ({ step }) => {
          steps++
          if (step === 10) controller.abort(reason)
        },
      }),
    )
    await expect(run).rejects.toBe(reason)
    expect(steps).toBe(10)
    const saved = await store.read()
    expect(saved).toMatchObject({ epoch: 1, step: 10, stepInEpoch: 3, config: { note: 'kept' } })
    expect([...saved!.weights.weight.data, ...saved!.weights.bias.data]).toEqual(weightsOf(model))
  })

  it('lets a timer run in the middle of a run without listeners', async () => {
    const long = toyOptions({ epochs: 3000, signal: AbortSignal.timeout(20) })
    await expect(fit(createToyModel(), long)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('does nothing if it is already aborted', async () => {
    const model = createToyModel()
    const before = weightsOf(model)
    const store = checkpointMemory()
    const onEpoch = () => {
      throw new Error('expected no event')
    }
    const signal = AbortSignal.abort('not now')
    await expect(fit(model, toyOptions({ signal, onEpoch, checkpoint: { store } }))).rejects.toBe('not now')
    expect(weightsOf(model)).toEqual(before)
    expect(await store.read()).toBeUndefined()
  })

  it('saves nothing before the first step, so that the next run starts from the beginning', async () => {
    const store = checkpointMemory()
    const controller = new AbortController()
    const onEpoch = () => controller.abort('at once')
    const run = fit(
      createToyModel(),
      toyOptions({ signal: controller.signal, onEpoch, checkpoint: { store } }),
    )
    await expect(run).rejects.toBe('at once')
    expect(await store.read()).toBeUndefined()
  })

  it('reports that the checkpoint could not be saved', async () => {
    const controller = new AbortController()
    const onStep = () => controller.abort('enough')
    const write = () => Promise.reject(new Error('the disk is full'))
    const store = { ...checkpointMemory(), write }
    const run = fit(
      createToyModel(),
      toyOptions({ signal: controller.signal, onStep, checkpoint: { store } }),
    )
    await expect(run).rejects.toThrow(
      'Training was aborted, and its checkpoint could not be saved: the disk is full',
    )
  })

  it('rejects with the reason, and keeps the last checkpoint, if a weight is not finite', async () => {
    const model = createToyModel()
    const controller = new AbortController()
    const store = checkpointMemory()
    const onStep = ({ step }: { step: number }) => {
      if (step < 10) return
      model.variables.bias.assign(tf.fill([3], NaN))
      controller.abort('enough')
    }
    const run = fit(model, toyOptions({ signal: controller.signal, onStep, checkpoint: { store } }))
    await expect(run).rejects.toBe('enough')
    expect(await store.read()).toMatchObject({ epoch: 1, step: 7 })
  })

  it('leaves an evaluation and repeats it when resumed', async () => {
    const store = checkpointMemory()
    const controller = new AbortController()
    let readings = 0
    const test: BatchSource = {
      size: toyTest.size,
      batches(request) {
        if (++readings === 2) controller.abort('while evaluating')
        return toyTest.batches(request)
      },
    }
    const changes = toyOptions({ evaluateOn: { test }, checkpoint: { store } })
    const run = fit(createToyModel(), { ...changes, signal: controller.signal })
    await expect(run).rejects.toBe('while evaluating')
    const saved = await store.read()
    expect(saved).toMatchObject({ epoch: 0, step: 7, stepInEpoch: 7 })

    tf.disposeVariables()
    const whole = await fit(createToyModel(), { ...changes })
    tf.disposeVariables()
    const remainder = await fit(createToyModel(), { ...changes, resume: saved })
    const numbers = whole.slice(1).map(({ epoch, step, evaluations }) => ({ epoch, step, evaluations }))
    expect(remainder).toMatchObject(numbers)
    expect(remainder[0].seconds).toBe(saved!.seconds)
  })
})
