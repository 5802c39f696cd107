import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomBools,
  randomInput,
  randomIntegers,
} from '../../test/against-cpu.ts'
import { shape } from '../../test/shapes.ts'

beforeAll(prepareBackends)

describe('Cast', () => {
  it('truncates floats like the cpu kernel, including NaN, infinities and overflow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.float(), { minLength: 1, maxLength: 70 }), async (numbers) => {
        const x = { shape: [numbers.length], values: Float32Array.from(numbers) }
        await expectSameAsCpu('Cast', { x }, { dtype: 'int32' }, 0)
      }),
    )
    const values = Float32Array.of(
      NaN,
      Infinity,
      -Infinity,
      -0,
      0.9,
      -0.9,
      2 ** 31,
      -(2 ** 31),
      3e9,
      -5e9,
      1e19,
      3e38,
    )
    await expectSameAsCpu('Cast', { x: { shape: [values.length], values } }, { dtype: 'int32' }, 0)
    await expectSameAsCpu('Cast', { x: { shape: [values.length], values } }, { dtype: 'bool' }, 0)
  })

  it.each([
    ['int32', 'float32', randomIntegers],
    ['int32', 'bool', randomIntegers],
    ['bool', 'float32', randomBools],
    ['bool', 'int32', randomBools],
    ['float32', 'bool', randomInput],
  ])('agrees with the cpu kernel from %s to %s', async (_, dtype, make) => {
    await fc.assert(
      fc.asyncProperty(shape, fc.integer(), async (shape, seed) => {
        await expectSameAsCpu('Cast', { x: make(shape, seed) }, { dtype }, 0)
      }),
    )
  })

  it('allocates new memory for the result', () => {
    tf.tidy(() => {
      const integers = tf.tensor1d([1, 2, 3], 'int32')
      const floats = tf.cast(integers, 'float32')
      expect(Array.from(tf.add(floats, 0.5).dataSync())).toEqual([1.5, 2.5, 3.5])
      expect(integers.dataSync()).toEqual(Int32Array.of(1, 2, 3))
      expect(floats.dataSync()).toEqual(Float32Array.of(1, 2, 3))
    })
  })

  it('leaves empty tensors to the cpu kernel', () =>
    expectStock('Cast', { x: randomInput([0], 1) }, { dtype: 'int32' }))
})
