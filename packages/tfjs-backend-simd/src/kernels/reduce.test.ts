import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })

/** A shape with some of its last axes, or of its first. */
const reduction = (mayLead: boolean): fc.Arbitrary<{ shape: number[]; axes: number[]; seed: number }> =>
  fc
    .record({ shape, count: fc.integer({ min: 1, max: 4 }), leads: fc.boolean(), seed: fc.integer() })
    .map(({ shape, count, leads, seed }) => {
      const number = Math.min(count, shape.length)
      const first = mayLead && leads ? 0 : shape.length - number
      return { shape, axes: Array.from({ length: number }, (_, i) => first + i), seed }
    })

describe('Sum', () => {
  it('agrees with the cpu kernel over the first and the last axes', async () => {
    await fc.assert(
      fc.asyncProperty(reduction(true), fc.boolean(), async ({ shape, axes, seed }, keepDims) => {
        await expectSameAsCpu('Sum', { x: randomInput(shape, seed) }, { axis: axes, keepDims }, 1e-6)
      }),
    )
  })

  it('loses nothing to rounding over a million values', async () => {
    const values = new Float32Array(2 ** 20).fill(0.1)
    await expectSameAsCpu('Sum', { x: { shape: [2 ** 20], values } }, { axis: [0], keepDims: false }, 1e-7)
  })
})

describe('Max', () => {
  it('agrees with the cpu kernel over the last axes, NaN included', async () => {
    await fc.assert(
      fc.asyncProperty(reduction(false), fc.boolean(), async ({ shape, axes, seed }, hasNaN) => {
        const x = randomInput(shape, seed)
        if (hasNaN) x.values[Math.abs(seed) % x.values.length] = Number.NaN
        await expectSameAsCpu('Max', { x }, { reductionIndices: axes, keepDims: false })
      }),
    )
  })
})

describe('Softmax', () => {
  it('agrees with the cpu kernel, logits of ±10,000 included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 21 }),
        fc.constantFrom(1, 30, 1e4),
        fc.integer(),
        async (rows, columns, scale, seed) => {
          const { shape, values } = randomInput([rows, columns], seed)
          await expectSameAsCpu(
            'Softmax',
            { logits: { shape, values: values.map((value) => value * scale) } },
            { dim: 1 },
            1e-6,
          )
        },
      ),
    )
  })
})
