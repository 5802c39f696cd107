import { beforeAll, describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { registerSimdBackend } from './index.ts'

const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)

beforeAll(async () => {
  await registerSimdBackend()
  await tf.setBackend('simd')
})

describe('the simd backend', () => {
  it.each([
    [{ threads: 0 }, '`threads` must be an integer in [1, 64], got 0.'],
    [{ threads: 1.5 }, '`threads` must be an integer in [1, 64], got 1.5.'],
    [{ threads: 65 }, '`threads` must be an integer in [1, 64], got 65.'],
    [{ workPerSlice: 0 }, '`workPerSlice` must be a positive number, got 0.'],
    [{ workPerSlice: NaN }, '`workPerSlice` must be a positive number, got NaN.'],
  ])('rejects %j', async (options, message) => {
    await expect(registerSimdBackend(options)).rejects.toThrow(new RangeError(message))
  })

  it('may be registered twice', async () => {
    const before = tf.backend()
    await registerSimdBackend()
    expect(tf.backend()).toBe(before)
  })

  it('may be registered again with other options after it was removed', async () => {
    tf.removeBackend('simd')
    await registerSimdBackend({ threads: 1 })
    await tf.setBackend('simd')
    tf.tidy(() => expect(tf.add(tf.scalar(1), 2).dataSync()[0]).toBe(3))
    expect(warn).not.toHaveBeenCalled()
  })

  it('prints no banner and no warning', () => {
    tf.tidy(() => tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4])).dataSync())
    expect(warn).not.toHaveBeenCalled()
  })

  it('frees every byte of WebAssembly memory, call after call', () => {
    const work = (): void => {
      tf.tidy(() => {
        const x = tf.randomUniform<tf.Rank.R4>([4, 9, 9, 3], -1, 1, 'float32', 7)
        const filter = tf.randomUniform<tf.Rank.R4>([3, 3, 3, 5], -1, 1, 'float32', 8)
        tf.sum(tf.maxPool(tf.relu(tf.conv2d(x, filter, 1, 'same')), 2, 2, 'valid')).dataSync()
      })
    }
    work()
    const before = tf.memory()
    for (let i = 0; i < 20; i++) work()
    expect(tf.memory()).toEqual(before)
  })

  it('gives readers a copy that later kernels do not change', () => {
    const sum = tf.add(tf.tensor1d([1, 2, 3, 4]), 1)
    const values = sum.dataSync()
    sum.dispose()
    tf.tidy(() => tf.mul(tf.tensor1d([9, 9, 9, 9]), 9).dataSync())
    expect(Array.from(values)).toEqual([2, 3, 4, 5])
  })

  it.each<[string, (x: tf.Tensor1D) => tf.Tensor[]]>([
    ['slice', (x) => [tf.slice(x, 2, 4)]],
    ['split', (x) => tf.split(x, 2)],
    ['unstack', (x) => tf.unstack(tf.reshape(x, [2, 4]))],
    ['reshape', (x) => [tf.reshape(x, [4, 2])]],
    ['clone', (x) => [tf.clone(x)]],
    ['real and imag', (x) => [tf.real(tf.complex(x, x)), tf.imag(tf.complex(x, x))]],
    ['reverse', (x) => [tf.reverse(x)]],
    ['pad', (x) => [tf.pad(x, [[1, 1]])]],
    ['gather', (x) => [tf.gather(x, [1, 3])]],
    ['cast', (x) => [tf.cast(x, 'float32')]],
  ])('keeps the result of %s after its input is disposed and the memory reused', (_, make) => {
    tf.tidy(() => {
      const x = tf.add(tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8]), 0) as tf.Tensor1D
      const results = tf.tidy(() => make(x))
      const before = results.map((tensor) => Array.from(tensor.dataSync()))
      x.dispose()
      for (let i = 0; i < 4; i++) tf.mul(tf.fill([8], 9), 9).dataSync()
      expect(results.map((tensor) => Array.from(tensor.dataSync()))).toEqual(before)
    })
  })

  it('exchanges tensors with the cpu backend', async () => {
    await tf.setBackend('cpu')
    const a = tf.tensor1d([1, 2, 3])
    await tf.setBackend('simd')
    const b = tf.square(a)
    await tf.setBackend('cpu')
    expect(Array.from(tf.neg(b).dataSync())).toEqual([-1, -4, -9])
    await tf.setBackend('simd')
    tf.dispose([a, b])
  })

  it('runs calls without a SIMD kernel on the stock cpu kernels, on the same data', () => {
    const values = tf.tidy(() => {
      const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2]))
      return tf.atan(tf.transpose(product)).dataSync()
    })
    expect(Array.from(values)).toEqual([1, 3, 2, 4].map((x) => Math.fround(Math.atan(x))))
  })

  it('leaves tensors of other types unchanged', () => {
    tf.tidy(() => {
      expect(Array.from(tf.tensor1d([1, 2, 3], 'int32').dataSync())).toEqual([1, 2, 3])
      expect(tf.tensor1d(['ä', 'b']).dataSync()).toEqual(['ä', 'b'])
      expect(Array.from(tf.complex([1, 2], [3, 4]).dataSync())).toEqual([1, 3, 2, 4])
    })
  })
})
