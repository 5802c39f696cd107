import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { registerSimdBackend } from '../../src/index.ts'
import { simd, useSimd, valueOf } from './use-simd.ts'

useSimd()

describe('a gradient around a compiled function', () => {
  it('is complete with respect to a variable that the function uses', () => {
    const w = tf.variable(tf.scalar(3))
    const f = simd().compile((x: tf.Tensor) => ({ y: tf.sum(tf.mul(w, x)) }))
    const x = tf.ones([4])
    for (let i = 0; i < 8; i++) {
      const loss = (): tf.Scalar => tf.add(f(x).y, tf.square(w))
      expect(valueOf(tf.variableGrads(loss, [w]).grads[w.name])).toBe(10)
      expect(f.fallback).toBe('a gradient is being taken of the code that calls it')
      expect(valueOf(f(x).y)).toBe(12)
      expect(f.fallback).toBeUndefined()
    }
  })

  it('is complete with respect to an input, also of second order', () => {
    const f = simd().compile((x: tf.Tensor) => ({ y: tf.sum(tf.square(x)) }))
    for (let i = 0; i < 6; i++) {
      const first = tf.grad((x) => tf.add(f(x).y, tf.sum(x)))
      expect(Array.from(first(tf.ones([4])).dataSync())).toEqual([3, 3, 3, 3])
      const second = tf.grad((x) => tf.sum(tf.grad((x) => f(x).y)(x)))
      expect(Array.from(second(tf.ones([4])).dataSync())).toEqual([2, 2, 2, 2])
      f(tf.ones([4]))
    }
  })

  it('may be inside the function, of an input that the function also captures', () => {
    const t = tf.tensor1d([1, 2])
    const run = (x: tf.Tensor): tf.Tensor => tf.grad((z) => tf.sum(tf.mul(z, t)))(x)
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      runs++
      return { t, y: run(x) }
    })
    for (let i = 0; i < 12; i++) {
      const before = tf.memory().numTensors
      const x = i % 3 ? tf.tensor1d([3, 4]) : t
      expect(tf.tidy(() => compiled(x).y.dataSync())).toEqual(tf.tidy(() => run(x).dataSync()))
      if (x === t)
        expect(compiled.fallback).toMatch(/^it takes a gradient of code that captures one of its inputs/)
      expect(tf.memory().numTensors).toBe(before + (x === t ? 0 : 1))
    }
    expect(runs).toBeLessThan(12)
  })

  it('may have failed earlier and left its tape behind', () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    const fail = (): tf.Scalar => {
      throw new Error('no loss')
    }
    expect(() => tf.grad(fail)(tf.scalar(1))).toThrow('no loss')
    for (let i = 0; i < 5; i++) expect(valueOf(compiled(i))).toBe(i * i)
    expect(compiled.fallback).toBeUndefined()
    tf.grad((x) => tf.square(x))(tf.scalar(1)) // removes the tape
  })
})

describe('a compiled function inside a compiled function', () => {
  it('becomes a part of the recording of the outer one', () => {
    let innerRuns = 0
    const inner = simd().compile((x: tf.Tensor, by: tf.Tensor) => {
      innerRuns++
      return { y: tf.mul(x, by) }
    })
    const outer = simd().compile((x: tf.Tensor) =>
      inner.borrow([x, 3], ({ y }) => tf.add(y, inner(x, 0.5).y)),
    )
    for (let i = 0; i < 10; i++) {
      expect(valueOf(outer(i))).toBe(3.5 * i)
      expect(valueOf(inner(i, 2).y)).toBe(2 * i)
    }
    expect([outer.fallback, inner.fallback]).toEqual([undefined, undefined])
    expect(innerRuns).toBe(2 * 5 + 5) // calls 1, 2, 3, 5 and 9 of each
  })

  it('may be the function itself', () => {
    const power: (x: tf.Tensor) => tf.Tensor = (x) =>
      x.size > 1 ? tf.mul(compiled(tf.slice(x, 0, x.size - 1)), tf.sum(x)) : tf.sum(x)
    const compiled = simd().compile(power)
    for (let i = 0; i < 8; i++) expect(valueOf(compiled(tf.fill([3], i)))).toBe(6 * i ** 3)
  })

  it('may be the function itself if it cannot be replayed', () => {
    const power = (x: tf.Tensor): tf.Tensor => {
      const size = x.dataSync().length
      return size > 1 ? tf.mul(compiled(tf.slice(x, 0, size - 1)), tf.sum(x)) : tf.sum(x)
    }
    const compiled = simd().compile(power)
    for (let i = 0; i < 8; i++) expect(valueOf(compiled(tf.fill([3], i)))).toBe(6 * i ** 3)
    expect(compiled.fallback).toBe('it reads the values of a tensor')
  })

  it('may dispose its recordings while it is being recorded', () => {
    const compiled = simd().compile((x: tf.Tensor) => {
      compiled.dispose()
      return tf.square(x)
    })
    compiled(1)
    const { numBytesInSimdMemory } = tf.memory() as never
    for (let i = 0; i < 5; i++) tf.tidy(() => expect(valueOf(compiled(i))).toBe(i * i))
    expect(tf.memory()).toMatchObject({ numBytesInSimdMemory })
  })
})

describe('a function that throws', () => {
  it('leaves no tensor behind, and is recorded by later calls', () => {
    let isBroken = false
    const compiled = simd().compile((x: tf.Tensor) => {
      const y = tf.square(tf.neg(x))
      if (isBroken) throw new Error('broken')
      return y
    })
    for (const calls of [0, 1, 2, 5, 9]) {
      for (let i = 0; i < calls; i++) tf.tidy(() => expect(valueOf(compiled(i))).toBe(i * i))
      isBroken = true
      compiled.revalidate()
      const before = tf.memory()
      expect(() => tf.tidy(() => void compiled(1))).toThrow('broken')
      expect(tf.memory()).toEqual(before)
      isBroken = false
    }
    for (let i = 0; i < 5; i++) expect(valueOf(compiled(i))).toBe(i * i)
    expect(compiled.fallback).toBeUndefined()
  })

  it('leaves the data of tensors that it kept intact', () => {
    const kept: tf.Tensor[] = []
    const compiled = simd().compile((x: tf.Tensor) => {
      kept.push(tf.keep(tf.square(x)))
      throw new Error('kept')
    })
    for (let i = 0; i < 5; i++) expect(() => compiled(i)).toThrow('kept')
    tf.dispose(Array.from({ length: 20 }, () => tf.add(tf.scalar(1e9), 1)))
    expect(kept.map(valueOf)).toEqual([0, 1, 4, 9, 16])
    tf.dispose(kept)
  })
})

describe('a compiled function runs its own code at every call', () => {
  it.each<[string, (x: tf.Tensor, state: tf.Variable, kept: tf.Tensor[]) => void, RegExp]>([
    [
      'assigns to a variable',
      (x, state) => state.assign(tf.add(state, x) as tf.Scalar),
      /^it assigns to the variable "/,
    ],
    ['creates a variable', (x, _, kept) => void kept.push(tf.variable(x)), /^it creates the variable "/],
    ['keeps a tensor', (x, _, kept) => void kept.push(tf.keep(tf.neg(x))), /^it keeps a tensor/],
    [
      'keeps the data of an input',
      (x, _, kept) => void kept.push(tf.keep(tf.clone(x))),
      /^it keeps a tensor/,
    ],
    [
      'keeps the data of a variable',
      (_, state, kept) => void kept.push(tf.keep(tf.clone(state))),
      /^it keeps/,
    ],
  ])('if it %s', (_, act, reason) => {
    const state = tf.variable(tf.scalar(0))
    const kept: tf.Tensor[] = []
    const compiled = simd().compile((x: tf.Tensor) => {
      act(x, state, kept)
      return tf.add(x, state)
    })
    let sum = 0
    for (let i = 1; i < 20; i++) {
      const result = valueOf(compiled(i))
      if (reason.source.includes('assigns')) expect(result).toBe((sum += i) + i)
      else expect(kept).toHaveLength(i)
      expect(compiled.fallback).toMatch(reason)
    }
    const last = reason.source.endsWith('it keeps') ? 0 : 19
    if (kept.length > 0) expect(Math.abs(valueOf(kept[18]))).toBe(last)
    tf.dispose(kept)
  })

  it('if it disposes its input', () => {
    const compiled = simd().compile((x: tf.Tensor) => {
      const y = tf.square(x)
      x.dispose()
      return y
    })
    for (let i = 0; i < 6; i++) {
      const x = tf.scalar(i)
      expect(valueOf(compiled(x))).toBe(i * i)
      expect(x.isDisposed).toBe(true)
    }
    expect(compiled.fallback).toBe('it disposes an input')
  })

  it('if it disposes a tensor that it captures', () => {
    let last: tf.Tensor = tf.keep(tf.scalar(1))
    const compiled = simd().compile((x: tf.Tensor) => {
      const next = tf.mul(last, x)
      last.dispose()
      last = tf.keep(next)
      return tf.clone(next)
    })
    expect([1, 2, 3, 4, 5].map((x) => valueOf(compiled(x)))).toEqual([1, 2, 6, 24, 120])
    last.dispose()
  })
})

describe('a compiled function runs its own code if its backend', () => {
  it('is not the active one', async () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    for (let i = 0; i < 5; i++) compiled(i)
    await tf.setBackend('cpu')
    const result = compiled(3)
    await tf.setBackend('simd')
    expect(compiled.fallback).toBe('its backend is not the active one')
    expect(valueOf(result)).toBe(9)
    expect(valueOf(compiled(4))).toBe(16)
    expect(compiled.fallback).toBeUndefined()
  })

  it('was removed and another of the same name registered', async () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    for (let i = 0; i < 5; i++) compiled(i).dispose()
    tf.removeBackend('simd')
    await registerSimdBackend({ threads: 2 })
    await tf.setBackend('simd')
    expect(valueOf(compiled(3))).toBe(9)
    expect(compiled.fallback).toBe('its backend is not the active one')
    compiled.dispose()
    expect(valueOf(compiled(4))).toBe(16)
  })
})
