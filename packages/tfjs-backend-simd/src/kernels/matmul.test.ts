import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput, runKernel } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = fc.integer({ min: 1, max: 37 })
const transposes = fc.tuple(fc.boolean(), fc.boolean())

describe('BatchMatMul', () => {
  it('agrees with the cpu kernel for every size, transpose and batch', async () => {
    const batches = fc.constantFrom([1, 1], [3, 3], [1, 3], [3, 1])
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        size,
        transposes,
        batches,
        fc.integer(),
        async (m, k, n, transpose, batch, seed) => {
          const [transposeA, transposeB] = transpose
          const a = randomInput([batch[0], ...(transposeA ? [k, m] : [m, k])], seed)
          const b = randomInput([batch[1], ...(transposeB ? [n, k] : [k, n])], seed + 1)
          await expectSameAsCpu('BatchMatMul', { a, b }, { transposeA, transposeB })
        },
      ),
    )
  })

  it('agrees with the cpu kernel for matrices large enough to be packed', async () => {
    const large = fc.integer({ min: 120, max: 290 })
    await fc.assert(
      fc.asyncProperty(large, large, large, transposes, fc.integer(), async (m, k, n, transpose, seed) => {
        const [transposeA, transposeB] = transpose
        const a = randomInput(transposeA ? [k, m] : [m, k], seed)
        const b = randomInput(transposeB ? [n, k] : [k, n], seed + 1)
        await expectSameAsCpu('BatchMatMul', { a, b }, { transposeA, transposeB }, 1e-4)
      }),
      { numRuns: 12 },
    )
  })

  it('broadcasts batches of several axes', async () => {
    const axis = fc.integer({ min: 1, max: 3 })
    const shapes = fc.tuple(axis, axis, axis).chain((batch) => {
      const small = fc
        .tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 3 }))
        .map(([...kept]) => batch.map((size, i) => (kept[i] ? size : 1)).slice(kept[3] as number))
      return fc.record({ batch: fc.constant(batch), a: small, b: small })
    })
    await fc.assert(
      fc.asyncProperty(shapes, transposes, fc.integer(), async (shapes, [transposeA, transposeB], seed) => {
        const a = randomInput([...shapes.a, 2, 2], seed)
        const b = randomInput([...shapes.b, 2, 2], seed + 1)
        const attrs = { transposeA, transposeB }
        const { shape, values } = await runKernel('simd', 'BatchMatMul', { a, b }, attrs)
        // The stock kernel cycles through the smaller batch, so both batches are given in full.
        const batch = shape.slice(0, -2)
        const [wholeA, wholeB] = [a, b].map(({ shape, values }) =>
          tf.tidy(() => {
            const whole = tf.broadcastTo(tf.tensor(values, shape), [...batch, 2, 2])
            return { shape: whole.shape, values: whole.dataSync() as Float32Array }
          }),
        )
        const expected = await runKernel('cpu', 'BatchMatMul', { a: wholeA, b: wholeB }, attrs)
        expect(shape).toEqual(expected.shape)
        values.forEach((value, i) => expect(value).toBeCloseTo(expected.values[i], 5))
      }),
    )
  })

  it('gives a row the same bits whether or not the matrices are packed', async () => {
    const [a, b] = [randomInput([40, 300], 1), randomInput([300, 256], 2)]
    const attrs = { transposeA: false, transposeB: false }
    const packed = await runKernel('simd', 'BatchMatMul', { a, b }, attrs)
    const firstRow = { shape: [1, 300], values: a.values.slice(0, 300) }
    const plain = await runKernel('simd', 'BatchMatMul', { a: firstRow, b }, attrs)
    expect(packed.values.slice(0, 256)).toEqual(plain.values)
  })
})
