import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomBools,
  randomInput,
  randomIntegers,
} from '../../test/against-cpu.ts'
import { shapeWithAxes, shapeWithAxis } from '../../test/shapes.ts'

beforeAll(prepareBackends)

const seed = fc.integer()

/** Random values, with some NaN and infinities. */
const input = fc
  .tuple(shapeWithAxes, seed, fc.constantFrom(0, NaN, Infinity, -Infinity))
  .map(([{ shape, axes }, seed, odd]) => {
    const x = randomInput(shape, seed)
    if (odd !== 0) x.values[Math.abs(seed) % x.values.length] = odd
    return { x, axes }
  })

describe('Sum and Mean', () => {
  it.each(['Sum', 'Mean'])('%s agrees with the cpu kernel over any axes', async (name) => {
    await fc.assert(
      fc.asyncProperty(input, fc.boolean(), async ({ x, axes }, keepDims) => {
        await expectSameAsCpu(name, { x }, { axis: axes, keepDims }, 1e-6)
      }),
    )
  })

  it('agree with the cpu kernel over all axes if none are given, and for a scalar', async () => {
    await expectSameAsCpu('Sum', { x: randomInput([3, 4], 1) }, { axis: null, keepDims: false }, 1e-6)
    await expectSameAsCpu('Mean', { x: randomInput([], 1) }, { axis: [], keepDims: false }, 1e-6)
  })

  it.each([1, 3, 15, 16, 17, 50])('agree with the cpu kernel over %i long columns', async (columns) => {
    for (const rows of [255, 256, 257, 1030]) {
      await expectSameAsCpu(
        'Sum',
        { x: randomInput([2, rows, columns], rows) },
        { axis: [1], keepDims: false },
        1e-5,
      )
    }
  })

  it('lose nothing to rounding over a million values', async () => {
    const values = new Float32Array(2 ** 20).fill(0.1)
    await expectSameAsCpu('Sum', { x: { shape: [2 ** 20], values } }, { axis: [0], keepDims: false }, 1e-7)
    const x = { shape: [2 ** 19, 2], values }
    await expectSameAsCpu('Sum', { x }, { axis: [0], keepDims: false }, 1e-7)
  })

  it('Sum adds integers', async () => {
    await fc.assert(
      fc.asyncProperty(shapeWithAxes, seed, async ({ shape, axes }, seed) => {
        const x = randomIntegers(shape, seed, 2 ** 31 - 1)
        await expectSameAsCpu('Sum', { x }, { axis: axes, keepDims: false }, 0)
      }),
    )
  })

  it('leave empty tensors to the cpu kernels', () =>
    expectStock('Sum', { x: randomInput([0, 2], 1) }, { axis: [0], keepDims: false }))
})

describe('Max, Min and Prod', () => {
  it.each([
    ['Max', 'reductionIndices'],
    ['Min', 'axis'],
    ['Prod', 'axis'],
  ])('%s agrees with the cpu kernel over any axes, NaN included', async (name, axisName) => {
    await fc.assert(
      fc.asyncProperty(input, fc.boolean(), async ({ x, axes }, keepDims) => {
        await expectSameAsCpu(name, { x }, { [axisName]: axes, keepDims }, 0)
      }),
    )
  })
})

describe('ArgMax and ArgMin', () => {
  it.each(['ArgMax', 'ArgMin'])(
    '%s agrees with the cpu kernel over any axis, ties included',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(shapeWithAxis, seed, async ({ shape, axis }, seed) => {
          const { values } = randomIntegers(shape, seed)
          await expectSameAsCpu(name, { x: { shape, values: Float32Array.from(values) } }, { axis }, 0)
        }),
      )
    },
  )
})

describe('All and Any', () => {
  it.each(['All', 'Any'])('%s agrees with the cpu kernel over any axes', async (name) => {
    await fc.assert(
      fc.asyncProperty(shapeWithAxes, seed, fc.boolean(), async ({ shape, axes }, seed, keepDims) => {
        await expectSameAsCpu(name, { x: randomBools(shape, seed) }, { axis: axes, keepDims }, 0)
      }),
    )
  })
})

describe('Softmax', () => {
  it('agrees with the cpu kernel, including logits of ±10,000', async () => {
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
