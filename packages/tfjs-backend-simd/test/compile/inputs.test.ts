import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { simd, useSimd, valueOf } from './use-simd.ts'

useSimd()

describe('inputs of a compiled function', () => {
  it('may be variables, which are used in place', () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))]
    const compiled = simd().compile((x: tf.Tensor, y: tf.Tensor) => {
      return tf.variableGrads(() => tf.mul(tf.square(x), y), [x as tf.Variable]).grads[
        (x as tf.Variable).name
      ]
    })
    for (let i = 0; i < 8; i++) {
      a.assign(tf.scalar(i))
      expect(valueOf(compiled(a, b))).toBe(2 * i * 3)
      expect(valueOf(compiled(b, a))).toBe(2 * 3 * i)
    }
    expect(compiled.fallback).toBeUndefined()
  })

  it('may be the same tensor twice', () => {
    const run = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.grads((a, b) => tf.sum(tf.mul(a, b)))([a, b])[0]
    const compiled = simd().compile(run)
    for (let i = 0; i < 10; i++) {
      const [a, b] = [tf.scalar(i), tf.scalar(3)]
      expect(valueOf(compiled(a, a))).toBe(valueOf(run(a, a)))
      expect(valueOf(compiled(a, b))).toBe(valueOf(run(a, b)))
    }
    expect(compiled.fallback).toBeUndefined()
  })

  it('may be on another backend, or share data', async () => {
    const compiled = simd().compile((a: tf.Tensor, b: tf.Tensor) => tf.sub(tf.mul(a, 2), b))
    for (let i = 0; i < 6; i++) {
      await tf.setBackend('cpu')
      const a = tf.scalar(i)
      const b = tf.add(a, 1)
      await tf.setBackend('simd')
      expect(valueOf(compiled(a, b))).toBe(i - 1)
      expect(valueOf(compiled(a, tf.clone(a)))).toBe(i)
    }
  })

  it('of other types make the function run its own code', () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.clone(x))
    for (let i = 0; i < 5; i++) {
      expect(Array.from(compiled(tf.tensor1d(['a', `${i}`])).dataSync<'string'>())).toEqual(['a', `${i}`])
      expect(compiled.fallback).toBe('an input is string')
      expect(Array.from(compiled(tf.complex([i], [1])).dataSync())).toEqual([i, 1])
      expect(compiled.fallback).toBe('an input is complex64')
    }
  })

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [[1, 2], 'an array'],
    ['x', 'string'],
    [{ x: 1 }, 'object'],
  ])('are rejected if they are %j', (input, got) => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    expect(() => compiled(input as tf.Tensor)).toThrow(
      `Input 0 of a compiled function must be a tensor or a number, got ${got}.`,
    )
  })

  it('are rejected if they are disposed', () => {
    const compiled = simd().compile((x: tf.Tensor) => tf.square(x))
    const x = tf.scalar(1)
    for (let i = 0; i < 5; i++) compiled(x)
    x.dispose()
    expect(() => compiled(x)).toThrow('Input 0 of a compiled function is disposed.')
  })
})
