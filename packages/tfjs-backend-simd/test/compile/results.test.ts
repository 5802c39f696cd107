import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { simd, useSimd, valueOf } from './use-simd.ts'

useSimd()

describe('a result of a compiled function', () => {
  it('keeps its values after it is assigned to a variable', () => {
    const train = (isCompiled: boolean): number[] => {
      const w = tf.variable(tf.ones([2]))
      const step = (x: tf.Tensor): { next: tf.Tensor } => {
        const { grads } = tf.variableGrads(() => tf.sum(tf.square(tf.mul(w, x))), [w])
        return { next: tf.sub(w, tf.mul(grads[w.name], 0.1)) }
      }
      const run = isCompiled ? simd().compile(step) : step
      return Array.from({ length: 6 }, () => {
        w.assign(run(tf.ones([2])).next)
        return valueOf(w)
      })
    }
    expect(train(true)).toEqual(train(false))
  })

  it.each<[string, (y: tf.Tensor) => tf.Tensor]>([
    ['kept', (y) => y],
    ['cloned', (y) => tf.clone(y)],
    ['reshaped', (y) => tf.reshape(y, [1, 1])],
    ['made a variable', (y) => tf.variable(y)],
  ])('keeps its values if it is %s', (_, keep) => {
    const double = simd().compile((x: tf.Tensor) => ({ y: tf.mul(x, 2) }))
    const results = Array.from({ length: 12 }, (_, i) => keep(double(i).y))
    expect(results.map(valueOf)).toEqual(Array.from({ length: 12 }, (_, i) => 2 * i))
    expect(double.fallback).toBeUndefined()
    double.dispose()
    expect(results.map(valueOf)).toEqual(Array.from({ length: 12 }, (_, i) => 2 * i))
  })

  it('may be the best so far, assigned to a variable', () => {
    const square = simd().compile((x: tf.Tensor) => ({ loss: tf.square(x) }))
    const best = tf.variable(tf.scalar(Infinity))
    for (const value of [5, 4, 3, 2, 6, 7, 8, 9]) {
      const { loss } = square(value)
      if (valueOf(loss) < valueOf(best)) best.assign(loss as tf.Scalar)
    }
    expect(valueOf(best)).toBe(4)
  })

  it('may be an input of the next call, also swapped with another result', () => {
    const step = simd().compile((a: tf.Tensor, b: tf.Tensor) => [tf.add(a, b), tf.sub(a, b)] as const)
    let [a, b]: readonly tf.Tensor[] = [tf.scalar(1), tf.scalar(2)]
    let [x, y] = [1, 2]
    for (let i = 0; i < 12; i++) {
      ;[b, a] = step(a, b)
      ;[y, x] = [x + y, x - y]
      expect([valueOf(a), valueOf(b)]).toEqual([x, y])
    }
    expect(step.fallback).toBeUndefined()
  })

  it('belongs to the caller, who may dispose it or leave it to the scope', () => {
    const triple = simd().compile((x: tf.Tensor) => tf.mul(x, 3))
    triple(1).dispose()
    const before = tf.memory().numTensors
    for (let i = 0; i < 8; i++) {
      const result = triple(i)
      expect(valueOf(result)).toBe(3 * i)
      if (i % 2) result.dispose()
      else tf.tidy(() => void triple(i))
    }
    expect(tf.memory().numTensors).toBe(before + 4)
  })
})

describe('a compiled function can return', () => {
  const variable = (): tf.Variable => tf.variable(tf.tensor1d([1, 2]))

  it.each<[string, (x: tf.Tensor, w: tf.Variable, t: tf.Tensor) => tf.TensorContainer]>([
    ['a tensor', (x) => tf.square(x)],
    ['an array', (x) => [tf.square(x), tf.neg(x)]],
    ['nested objects', (x) => ({ loss: tf.sum(x), gradients: { w: [tf.neg(x), { deep: tf.abs(x) }] } })],
    [
      'numbers and strings besides tensors',
      (x) => ({ y: tf.square(x), size: x.size, name: 'y', nothing: null as never }),
    ],
    ['nothing', () => undefined as never],
    ['no tensor', () => 3],
    ['an empty object', () => ({})],
    ['a constant', () => tf.tensor1d([1, 2, 3], 'int32')],
    ['a bool', (x) => tf.greater(x, 0)],
    ['the data of an input', (x) => tf.reshape(x, [1, 2])],
    ['the data of a variable', (_, w) => tf.clone(w)],
    ['the data of a tensor', (_x, _w, t) => tf.reshape(t, [2, 1])],
    ['a key named __proto__', (x) => Object.fromEntries([['__proto__', tf.square(x)]])],
  ])('%s', (_, run) => {
    const [w, t] = [variable(), tf.tensor1d([5, 6])]
    const compiled = simd().compile((x: tf.Tensor) => run(x, w, t))
    for (let i = 0; i < 8; i++) {
      tf.tidy(() => {
        w.assign(tf.tensor1d([i, -i]))
        const x = tf.tensor1d([i, -2 * i])
        expect(plainOf(compiled(x))).toEqual(plainOf(run(x, w, t)))
      })
    }
    expect(compiled.fallback).toBeUndefined()
  })

  it('the same tensor twice', () => {
    const compiled = simd().compile((x: tf.Tensor) => {
      const y = tf.square(x)
      return [y, y]
    })
    for (let i = 0; i < 6; i++) {
      const [a, b] = compiled(i)
      expect(a).toBe(b)
    }
  })

  it('an input, a variable or a tensor itself', () => {
    const [w, t] = [variable(), tf.tensor1d([5, 6])]
    const compiled = simd().compile((x: tf.Tensor) => ({ x, w, t, y: tf.neg(x) }))
    for (let i = 0; i < 6; i++) {
      const input = tf.tensor1d([i])
      const results = compiled(input)
      expect(results.x).toBe(input)
      expect(results.w).toBe(w)
      expect(results.t).toBe(t)
    }
    expect(compiled.fallback).toBeUndefined()
    expect(valueOf(w)).toBe(1)
  })

  it('an object of a class, without replays', () => {
    class Pair {
      constructor(readonly y: tf.Tensor) {}
    }
    const compiled = simd().compile((x: tf.Tensor) => new Pair(tf.square(x)))
    for (let i = 0; i < 6; i++) {
      const result = compiled(i)
      expect(result).toBeInstanceOf(Pair)
      expect(valueOf(result.y)).toBe(i * i)
    }
    expect(compiled.fallback).toMatch(/returns an object that is neither/)
  })

  it('numbers that differ from call to call, without replays', () => {
    let count = 0
    const compiled = simd().compile((x: tf.Tensor) => ({ y: tf.square(x), count: ++count }))
    expect([1, 2, 3, 4, 5, 6].map((x) => compiled(x).count)).toEqual([1, 2, 3, 4, 5, 6])
    expect(compiled.fallback).toBe('it returns different numbers from call to call')
  })

  it('but never a promise', async () => {
    expect(() => simd().compile(async (x: tf.Tensor) => tf.square(x))).toThrow(/must not return a promise/)
    const compiled = simd().compile((x: tf.Tensor) => Promise.resolve(tf.square(x)))
    expect(() => compiled(1)).toThrow(TypeError)
  })

  it('results of any form without leaking a tensor', () => {
    const forms: ((x: tf.Tensor) => unknown)[] = [
      (x) => tf.square(tf.neg(x)),
      (x) => ({ deep: { y: tf.square(tf.neg(x)) } }),
      () => undefined,
      (x) => [x, tf.clone(x)],
    ]
    for (const run of forms) {
      const compiled = simd().compile(run)
      tf.tidy(() => void compiled(1))
      const before = tf.memory()
      for (let i = 0; i < 8; i++) tf.tidy(() => void compiled(1))
      expect(tf.memory().numTensors).toBe(before.numTensors)
      compiled.dispose()
    }
  })
})

describe('borrow', () => {
  it('lends results until its callback returns, and returns what the callback returns', () => {
    const compiled = simd().compile((x: tf.Tensor) => ({ y: tf.square(x) }))
    const before = tf.memory().numTensors
    for (let i = 0; i < 8; i++) {
      let lent: tf.Tensor | undefined
      expect(
        compiled.borrow([i], ({ y }) => {
          lent = y
          return valueOf(y)
        }),
      ).toBe(i * i)
      expect(lent?.isDisposed).toBe(true)
    }
    expect(tf.memory().numTensors).toBe(before)
    compiled.dispose()
  })

  it('leaves the data of results to variables and clones that share them', () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    const last = tf.variable(tf.scalar(0))
    const clones = Array.from({ length: 8 }, (_, i) =>
      compiled.borrow([i], (y) => {
        last.assign(y as tf.Scalar)
        y.dispose()
        return tf.clone(last)
      }),
    )
    expect(clones.map(valueOf)).toEqual([0, 1, 4, 9, 16, 25, 36, 49])
    expect(valueOf(last)).toBe(49)
  })

  it('allows the function to be called and disposed during the callback', () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    for (let i = 0; i < 8; i++) {
      compiled.borrow([i], (y) => {
        expect(valueOf(compiled(i + 1))).toBe((i + 1) ** 2)
        if (i === 7) compiled.dispose()
        for (let k = 0; k < 10; k++) tf.add(tf.scalar(9), 1)
        expect(valueOf(y)).toBe(i * i)
      })
    }
  })
})

/** Replaces the tensors in results by their values. */
function plainOf(results: unknown): unknown {
  if (results instanceof tf.Tensor) return [results.dtype, results.shape, Array.from(results.dataSync())]
  if (Array.isArray(results)) return results.map(plainOf)
  if (typeof results !== 'object' || results === null) return results
  return Object.entries(results).map(([key, element]) => [key, plainOf(element)])
}
