import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createToyModel, toyOptions, toyTest as test, weightsOf } from '../../test/toy.ts'
import { fit } from '../fit.ts'

interface Compiling {
  compile?: (run: (...inputs: tf.Tensor[]) => tf.TensorContainer) => unknown
}

beforeAll(async () => {
  tf.enableProdMode()
  await tf.setBackend('cpu')
})

afterEach(() => {
  delete (tf.backend() as Compiling).compile
  tf.disposeVariables()
})

/** What was asked of a backend. */
interface Count {
  calls: number
  revalidations: number
  disposed: number
}

/** Gives the cpu backend a `compile` that only counts. */
function countCalls(fallback?: string): Count {
  const count = { calls: 0, revalidations: 0, disposed: 0 }
  const backend = tf.backend() as Compiling
  backend.compile = (run) => ({
    borrow(inputs: tf.Tensor[], use: (results: tf.TensorContainer) => tf.TensorContainer) {
      count.calls++
      return tf.tidy(() => use(tf.tidy(() => run(...inputs))))
    },
    fallback,
    revalidate: () => void count.revalidations++,
    dispose: () => void count.disposed++,
  })
  return count
}

describe('a backend that compiles', () => {
  it('computes every step and evaluation, with the same weights, and leaves no tensor', async () => {
    const eager = createToyModel()
    await fit(eager, toyOptions({ epochs: 2 }))
    const expected = weightsOf(eager)
    tf.disposeVariables()
    const count = countCalls()
    const compiled = createToyModel()
    const options = toyOptions({ epochs: 2, evaluateOn: { test } })
    const before = tf.memory().numTensors
    const history = await fit(compiled, options)
    expect(weightsOf(compiled)).toEqual(expected)
    expect(tf.memory().numTensors).toBe(before)
    expect(count.calls).toBe(history[2].step + 3) // the test set is one batch
    expect(count.disposed).toBe(4)
    expect(count.revalidations).toBe(2)
  })

  it('is not used if `compile` is false', async () => {
    const count = countCalls()
    await fit(createToyModel(), toyOptions({ epochs: 1, evaluateOn: { test }, compile: false }))
    expect(count.calls).toBe(0)
  })

  it('reports why it did not replay', async () => {
    countCalls('it reads the values of a tensor')
    const [, event] = await fit(createToyModel(), toyOptions({ epochs: 1 }))
    expect(event.fallback).toBe('it reads the values of a tensor')
  })

  it('compiles no steps if there is an `onStep`, which could change them, unless `compile` is true', async () => {
    const count = countCalls()
    const onStep = (): void => undefined
    const events = await fit(createToyModel(), toyOptions({ epochs: 1, onStep }))
    expect(count.calls).toBe(0)
    expect(events.map(({ fallback }) => fallback)).toEqual([undefined, expect.stringContaining('`onStep`')])
    tf.disposeVariables()
    const [, { step }] = await fit(createToyModel(), toyOptions({ epochs: 1, onStep, compile: true }))
    expect(count.calls).toBe(step)
  })
})
