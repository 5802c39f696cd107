import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { simd, useSimd } from './use-simd.ts'

useSimd()

/** Calls a function, compiled and uncompiled, before and after each change; expects replays with equal values. */
function expectSame(run: () => tf.Tensor, ...changes: (() => unknown)[]): void {
  const compiled = simd().compile(run)
  for (const change of [() => undefined, () => undefined, () => undefined, ...changes]) {
    change()
    expect(compiled().dataSync()).toEqual(run().dataSync())
    expect(compiled.fallback).toBeUndefined()
  }
  for (let i = 0; i < 3; i++) expect(compiled().dataSync()).toEqual(run().dataSync())
  compiled.dispose()
}

describe('a tensor that shares data with a variable is not mistaken for the variable', () => {
  it('if the variable was created from the tensor', () => {
    const w0 = tf.tensor1d([1, 2])
    const w = tf.variable(w0)
    expectSame(
      () => tf.sum(tf.square(tf.sub(w, w0))),
      () => w.assign(tf.tensor1d([4, 6])),
      () => w.assign(tf.tensor1d([7, 8])),
    )
  })

  it.each<[string, (w: tf.Tensor) => tf.Tensor]>([
    ['a clone', (w) => tf.clone(w)],
    ['a reshaped view', (w) => tf.reshape(w, [4])],
  ])('if the tensor is %s of the variable', (_, share) => {
    const w = tf.variable(tf.ones([2, 2]))
    const shared = share(w)
    expectSame(
      () => tf.add(tf.sum(shared), tf.sum(tf.mul(w, 10))),
      () => w.assign(tf.fill([2, 2], 5)),
      () => w.assign(tf.fill([2, 2], 7)),
    )
  })

  it('if the tensor is assigned to the variable later', () => {
    const target = tf.tensor1d([4, 6])
    const w = tf.variable(tf.tensor1d([1, 2]))
    expectSame(
      () => tf.sub(w, target),
      () => w.assign(target),
      () => w.assign(tf.tensor1d([0, 1])),
    )
  })

  it('in gradients', () => {
    const w0 = tf.tensor1d([1, 2])
    const w = tf.variable(w0)
    expectSame(
      () => tf.variableGrads(() => tf.sum(tf.square(tf.sub(tf.mul(w, w0), w0))), [w]).grads[w.name],
      () => w.assign(tf.tensor1d([4, 6])),
    )
  })
})

describe('two variables that share data', () => {
  it('are told apart, be they created from one tensor or assigned to each other', () => {
    const zeros = tf.zeros<tf.Rank.R1>([3])
    const [online, target] = [tf.variable(zeros), tf.variable(zeros)]
    expectSame(
      () => tf.sub(online, target),
      () => online.assign(tf.tensor1d([1, 2, 3])),
      () => target.assign(online),
      () => online.assign(tf.tensor1d([4, 5, 6])),
    )
  })

  it('do not affect functions that do not use them', () => {
    const zeros = tf.zeros([3])
    tf.variable(zeros)
    tf.variable(zeros)
    const w = tf.variable(tf.scalar(2))
    expectSame(
      () => tf.square(w),
      () => w.assign(tf.scalar(3)),
    )
  })

  it('leave the number of tensors unchanged', () => {
    const zeros = tf.zeros([3])
    const [a, b] = [tf.variable(zeros), tf.variable(zeros)]
    const compiled = simd().compile(() => tf.add(a, b))
    const before = tf.memory().numTensors
    for (let i = 0; i < 5; i++) compiled().dispose()
    expect(tf.memory().numTensors).toBe(before)
    tf.dispose([zeros, a, b])
    compiled.dispose()
  })
})

describe('a compiled function follows', () => {
  it('a variable that was created on another backend', async () => {
    await tf.setBackend('cpu')
    const w = tf.variable(tf.scalar(1))
    await tf.setBackend('simd')
    expectSame(
      () => tf.square(w),
      () => w.assign(tf.scalar(5)),
    )
  })

  it('variables and tensors that move to another backend between calls', async () => {
    const [w, t] = [tf.variable(tf.scalar(1)), tf.scalar(3)]
    const compiled = simd().compile((x: tf.Tensor) => tf.add(tf.mul(x, w), t))
    for (let i = 0; i < 10; i++) {
      await tf.setBackend('cpu')
      tf.dispose([tf.add(w, 0), tf.add(t, 0)])
      await tf.setBackend('simd')
      tf.dispose(Array.from({ length: 20 }, () => tf.add(tf.scalar(1e9), 1)))
      w.assign(tf.scalar(i))
      expect(compiled(2).dataSync()[0]).toBe(2 * i + 3)
      expect(compiled.fallback).toBeUndefined()
    }
  })
})

describe('a variable or tensor that a function captures', () => {
  it('may be disposed and replaced by another', () => {
    let scale = tf.tensor1d([1, 2])
    const compiled = simd().compile((x: tf.Tensor) => tf.mul(x, scale))
    for (let i = 0; i < 12; i++) {
      expect(compiled(1).dataSync()).toEqual(scale.dataSync())
      if (i % 4 === 3) {
        scale.dispose()
        scale = tf.tensor1d([i, i + 1])
      }
    }
  })

  it('may be disposed by `tf.disposeVariables()` and created again', () => {
    let w = tf.variable(tf.scalar(2))
    const compiled = simd().compile((x: tf.Tensor) => tf.mul(x, w))
    for (let i = 0; i < 12; i++) {
      if (i % 4 === 3) {
        tf.disposeVariables()
        w = tf.variable(tf.scalar(i))
      }
      expect(compiled(1).dataSync()).toEqual(w.dataSync())
    }
  })

  it('makes a compiled function throw once it is disposed, as the function itself does', () => {
    const scale = tf.tensor1d([1, 2])
    const run = (x: tf.Tensor): tf.Tensor => tf.mul(x, scale)
    const compiled = simd().compile(run)
    for (let i = 0; i < 5; i++) compiled(1)
    scale.dispose()
    expect(() => run(tf.scalar(1))).toThrow()
    expect(() => compiled(1)).toThrow()
  })

  it('may be frozen later', () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))]
    const run = (): tf.NamedTensorMap => tf.variableGrads(() => tf.mul(tf.square(a), b)).grads
    const compiled = simd().compile(run)
    for (let i = 0; i < 5; i++) expect(Object.keys(compiled())).toEqual([a.name, b.name])
    b.trainable = false
    for (let i = 0; i < 5; i++) expect(Object.keys(compiled())).toEqual([a.name])
  })

  it('may be created by the first call', () => {
    let w: tf.Variable | undefined
    const compiled = simd().compile((x: tf.Tensor) => {
      w ??= tf.variable(tf.scalar(2))
      return tf.mul(x, w)
    })
    compiled(1)
    expect(compiled.fallback).toMatch(/^it creates the variable/)
    for (let i = 0; i < 5; i++) expect(compiled(i).dataSync()[0]).toBe(2 * i)
    expect(compiled.fallback).toBeUndefined()
  })
})
