import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { simd, useSimd } from './use-simd.ts'

useSimd()

/** Calls a function compiled and uncompiled, five times with different numbers, and expects equal results. */
function expectReplays(
  run: (x: tf.Tensor2D) => tf.Tensor,
  shape: [number, number] = [3, 4],
): { fallback: string | undefined } {
  const compiled = simd().compile((x: tf.Tensor2D) => ({ y: run(x) }))
  for (let call = 0; call < 5; call++) {
    tf.tidy(() => {
      const x = tf.randomUniform<tf.Rank.R2>(shape, -1, 1, 'float32', call + 1)
      const expected = run(x).dataSync()
      expect(compiled(x).y.dataSync()).toEqual(expected)
    })
  }
  const { fallback } = compiled
  compiled.dispose()
  return { fallback }
}

describe('compile', () => {
  it('replays a function on new inputs, to the same bits', () => {
    const w = tf.variable(tf.randomUniform([4, 5], -1, 1, 'float32', 9))
    const { fallback } = expectReplays((x) => tf.relu(tf.matMul(x, w as tf.Tensor2D)))
    expect(fallback).toBeUndefined()
    w.dispose()
  })

  it('replays packed products, and depthwise convolutions with their gradients', () => {
    const w = tf.variable(tf.randomUniform<tf.Rank.R2>([300, 300], -1, 1, 'float32', 9))
    const filter = tf.variable(tf.randomUniform<tf.Rank.R4>([3, 3, 4, 2], -1, 1, 'float32', 10))
    const alpha = tf.variable(tf.randomUniform<tf.Rank.R1>([8], -1, 1, 'float32', 11))
    const attrs = { strides: [3, 3], pad: 'same', dilations: [1, 1] }
    const { fallback } = expectReplays(
      (x) => {
        const images = tf.reshape(tf.matMul(x, w, true, false), [1, 75, 300, 4])
        const y = tf
          .engine()
          .runKernel(
            'FusedDepthwiseConv2D',
            { x: images, filter, preluActivationWeights: alpha },
            { ...attrs, dataFormat: 'NHWC', activation: 'prelu' },
          ) as tf.Tensor
        const dw = tf
          .engine()
          .runKernel(
            'DepthwiseConv2dNativeBackpropFilter',
            { x: images, dy: y },
            { ...attrs, filterShape: filter.shape },
          ) as tf.Tensor
        const dx = tf
          .engine()
          .runKernel(
            'DepthwiseConv2dNativeBackpropInput',
            { dy: y, filter },
            { ...attrs, inputShape: images.shape },
          ) as tf.Tensor
        return tf.add(tf.sum(dx), tf.sum(dw))
      },
      [300, 300],
    )
    expect(fallback).toBeUndefined()
    tf.dispose([w, filter, alpha])
  })

  it('runs the function in the calls 1, 2, 3, 5, 9, 17 …, and at least in every 1,024th', () => {
    const called: number[] = []
    let call = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      called.push(call)
      return { y: tf.square(x) }
    })
    for (call = 1; call <= 4000; call++) tf.tidy(() => compiled(1))
    expect(called).toEqual([1, 2, 3, 5, 9, 17, 33, 65, 129, 257, 513, 1025, 2049, 3073])
    compiled.dispose()
  })

  it('follows variables that are assigned to between calls', () => {
    const w = tf.variable(tf.tensor1d([1, 2, 3]))
    const compiled = simd().compile((x: tf.Tensor) => ({ y: tf.mul(x, w) }))
    for (let i = 0; i < 5; i++) {
      tf.tidy(() => {
        w.assign(tf.tensor1d([i, 2 * i, 3 * i]))
        expect(Array.from(compiled(tf.scalar(10)).y.dataSync())).toEqual([10 * i, 20 * i, 30 * i])
      })
    }
    expect(compiled.fallback).toBeUndefined()
    compiled.dispose()
    w.dispose()
  })

  it('keeps constants after the tensors that used them are gone', () => {
    const { fallback } = expectReplays((x) => {
      const [rows, columns] = x.shape
      const tripled = tf.tidy(() => tf.mul(x, tf.fill([rows, columns], 3)))
      const squared = tf.tidy(() => tf.square(tf.add(tripled, tf.ones([rows, columns]))))
      // The table of strides would fit into the block of a disposed tensor.
      return tf.tidy(() => tf.add(tf.transpose(tf.reshape(squared, [1, rows, columns]), [2, 0, 1]), 1))
    })
    expect(fallback).toBeUndefined()
  })

  it('keeps a plan for every input shape', () => {
    let runs = 0
    const compiled = simd().compile((x: tf.Tensor) => {
      runs++
      return { y: tf.square(x) }
    })
    for (let i = 0; i < 16; i++) {
      tf.tidy(() => {
        const values = i % 2 ? [i, i, i] : [i]
        expect(Array.from(compiled(tf.tensor1d(values)).y.dataSync())).toEqual(values.map((v) => v * v))
      })
    }
    expect(runs).toBe(8)
    compiled.dispose()
  })

  it('takes int32 inputs', () => {
    const compiled = simd().compile((x: tf.Tensor, y: tf.Tensor) => ({ x: tf.square(x), y: tf.clone(y) }))
    for (let i = 0; i < 4; i++) {
      tf.tidy(() => {
        const { x, y } = compiled(tf.scalar(i), tf.tensor1d([i, i + 1], 'int32'))
        expect([...x.dataSync(), ...y.dataSync()]).toEqual([i * i, i, i + 1])
      })
    }
    compiled.dispose()
  })

  it.each<[string, (x: tf.Tensor2D) => tf.Tensor, string]>([
    ['reads values', (x) => tf.mul(x, tf.sum(x).dataSync()[0]), 'it reads the values of a tensor'],
    [
      'has a kernel without a SIMD version',
      (x) => tf.atan(x),
      'the kernel Atan has no SIMD version for its inputs',
    ],
  ])('falls back if the function %s', (_, run, reason) => {
    expect(expectReplays(run)).toEqual({ fallback: reason })
  })

  it('falls back if JavaScript numbers change', () => {
    let calls = 0
    const compiled = simd().compile((x: tf.Tensor) => ({ y: tf.mul(x, ++calls) }))
    for (let i = 1; i < 6; i++) tf.tidy(() => expect(compiled(tf.scalar(1)).y.dataSync()[0]).toBe(i))
    expect(compiled.fallback).toBe('it uses numbers made in JavaScript that differ from call to call')
    compiled.dispose()
  })

  it('falls back if the function assigns to a variable', () => {
    const w = tf.variable(tf.scalar(0), false, 'counter')
    const compiled = simd().compile((x: tf.Tensor) => {
      w.assign(tf.add(w, x))
      return { y: tf.square(w) }
    })
    for (let i = 1; i < 6; i++) tf.tidy(() => expect(compiled(tf.scalar(1)).y.dataSync()[0]).toBe(i * i))
    expect(compiled.fallback).toBe('it assigns to the variable "counter"')
    compiled.dispose()
    w.dispose()
  })

  it('falls back if operations differ from call to call', () => {
    let calls = 0
    const compiled = simd().compile((x: tf.Tensor) => ({ y: calls++ % 2 ? tf.square(x) : tf.neg(x) }))
    const results = Array.from({ length: 4 }, () => tf.tidy(() => compiled(tf.scalar(3)).y.dataSync()[0]))
    expect(results).toEqual([-3, 9, -3, 9])
    expect(compiled.fallback).toBe('its operations differ from call to call')
    compiled.dispose()
  })

  it('frees all memory on dispose()', () => {
    const work = (): void => {
      const compiled = simd().compile((x: tf.Tensor2D) => ({
        y: tf.softmax(tf.matMul(x, tf.transpose(x))),
        z: tf.mean(tf.mul(x, tf.ones([7, 7])), 0),
      }))
      for (let i = 0; i < 5; i++) tf.tidy(() => void compiled(tf.randomUniform([7, 7], 0, 1, 'float32', i)))
      compiled.dispose()
    }
    work()
    const before = tf.memory()
    for (let i = 0; i < 5; i++) work()
    expect(tf.memory()).toEqual(before)
  })
})
