/* eslint no-restricted-properties: off -- some tests are about `Math.random`. */
import { describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { simd, useSimd, valueOf } from './use-simd.ts'

useSimd()

describe('JavaScript numbers that change', () => {
  it('may be passed as inputs, as numbers or scalars', () => {
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor, rate: tf.Tensor) => {
      runs++
      return tf.mul(x, rate)
    })
    for (let i = 0; i < 20; i++) {
      expect(valueOf(compiled(i, 0.5 * i))).toBe(0.5 * i * i)
      expect(valueOf(compiled(tf.scalar(i), 0.5 * i))).toBe(0.5 * i * i)
    }
    expect(compiled.fallback).toBeUndefined()
    expect(runs).toBeLessThan(20)
  })

  it('are noticed after `revalidate()`, without a fallback', () => {
    let rate = 1
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      runs++
      return tf.mul(x, rate)
    })
    for (let i = 0; i < 100; i++) {
      if (i % 10 === 9) {
        rate *= 0.5
        compiled.revalidate()
      }
      expect(valueOf(compiled(1))).toBe(rate)
      expect(compiled.fallback).toBeUndefined()
    }
    expect(runs).toBeLessThan(26)
  })

  it('cost two recordings after `revalidate()` even if they have not changed', () => {
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      runs++
      return tf.square(x)
    })
    for (let i = 0; i < 600; i++) compiled(1).dispose()
    runs = 0
    compiled.revalidate()
    for (let i = 0; i < 400; i++) compiled(1).dispose()
    expect(runs).toBe(2)
  })

  it('are noticed when the function is recorded again, and `fallback` says so', () => {
    let rate = 1
    const compiled = simd().compile((x: tf.Tensor) => tf.mul(x, rate))
    for (let call = 1; call <= 6; call++) compiled(1)
    rate = 2
    for (let call = 7; call <= 8; call++) compiled(1)
    expect(valueOf(compiled(1))).toBe(2) // the 9th
    expect(compiled.fallback).toBe(
      'it uses numbers made in JavaScript that differ from call to call; up to 3 calls before this one replayed what was recorded earlier',
    )
    expect(valueOf(compiled(1))).toBe(2)
    expect(compiled.fallback).toBeUndefined()
  })

  it('give correct results if they change at every call, while recordings become rarer', () => {
    let count = 0
    const compiled = simd().compile((x: tf.Tensor) => tf.mul(x, ++count))
    for (let i = 1; i < 100; i++) expect(valueOf(compiled(1))).toBe(i)
    expect(compiled.fallback).toBe('it uses numbers made in JavaScript that differ from call to call')
  })

  it('are replayed once they no longer change', () => {
    let count = 0
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      runs++
      return tf.mul(x, Math.min(++count, 10))
    })
    for (let i = 1; i < 200; i++) expect(valueOf(compiled(1))).toBe(Math.min(i, 10))
    expect(compiled.fallback).toBeUndefined()
    expect(runs).toBeLessThan(60)
  })
})

describe('random numbers and the clock', () => {
  it('are not taken for constants if they have few values', () => {
    for (let seed = 1; seed <= 20; seed++) {
      let state = seed
      const toss = jest.spyOn(Math, 'random').mockImplementation(() => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        return state / 2 ** 32
      })
      const compiled = simd().compile((x: tf.Tensor) =>
        tf.add(x, tf.cast(tf.randomUniform([1], 0, 2, 'int32'), 'float32')),
      )
      const values = new Set(Array.from({ length: 40 }, () => valueOf(compiled(tf.zeros([1])))))
      expect(values.size).toBe(2)
      expect(compiled.fallback).toBe('it draws random numbers or reads the clock')
      toss.mockRestore()
    }
  })

  it.each<[string, () => number]>([
    ['Math.random', () => Math.random()],
    ['crypto.getRandomValues', () => crypto.getRandomValues(new Uint8Array(1))[0]],
    ['crypto.randomUUID', () => crypto.randomUUID().length],
    ['performance.now', () => performance.now()],
    ['Date.now', () => Date.now()],
    ['new Date', () => new Date().getTime()],
    ['process.hrtime', () => process.hrtime()[1]],
    ['process.hrtime.bigint', () => Number(process.hrtime.bigint() % 10n)],
    ['tf.util.now', () => tf.util.now()],
  ])('are noticed if they come from %s', (_, draw) => {
    const compiled = simd().compile((x: tf.Tensor) => {
      draw()
      return tf.square(x)
    })
    for (let i = 0; i < 5; i++) expect(valueOf(compiled(i))).toBe(i * i)
    expect(compiled.fallback).toBe('it draws random numbers or reads the clock')
  })

  it('are constants if they come from a seed, as is a given date', () => {
    const compiled = simd().compile((x: tf.Tensor) => {
      return tf.mul(tf.add(x, tf.randomUniform([2], 0, 1, 'float32', 7)), new Date(5).getTime())
    })
    for (let i = 0; i < 5; i++) compiled(i)
    expect(compiled.fallback).toBeUndefined()
  })

  it('come from the original functions after a call, and after an exception', () => {
    const originals = [Math.random, Date, performance.now, process.hrtime, crypto.getRandomValues] as const
    const compiled = simd().compile((x: tf.Tensor) => {
      if (x.size === 2) throw new Error('two')
      return tf.square(x)
    })
    compiled(1)
    expect(() => compiled(tf.tensor1d([1, 2]))).toThrow('two')
    expect([Math.random, Date, performance.now, process.hrtime, crypto.getRandomValues]).toEqual(originals)
    expect(Object.hasOwn(performance, 'now')).toBe(false)
  })
})

describe('input shapes that change', () => {
  it('keep recordings for the eight shapes that were used last', () => {
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      runs++
      return tf.square(x)
    })
    const before = tf.memory() as unknown as { numBytesInSimdMemory: number }
    for (let size = 1; size <= 50; size++) {
      for (let call = 0; call < 10; call++) {
        expect(compiled(tf.fill([size], call)).dataSync()).toEqual(new Float32Array(size).fill(call * call))
      }
      expect(compiled.fallback).toBeUndefined()
    }
    expect(runs).toBe(50 * 5) // calls 1, 2, 3, 5 and 9
    runs = 0
    for (let size = 43; size <= 50; size++) compiled(tf.ones([size]))
    expect(runs).toBe(0)
    compiled(tf.ones([43]))
    compiled(tf.ones([51])) // takes the place of 44
    runs = 0
    for (const size of [43, 45, 46, 47, 48, 49, 50]) compiled(tf.ones([size]))
    expect(runs).toBe(0)
    compiled(tf.ones([44]))
    expect(runs).toBe(1)
    compiled.dispose()
    tf.engine().endScope()
    tf.engine().startScope()
    expect((tf.memory() as unknown as typeof before).numBytesInSimdMemory).toBe(before.numBytesInSimdMemory)
  })
})
