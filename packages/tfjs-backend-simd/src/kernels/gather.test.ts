import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomInput,
  randomIntegers,
  runKernel,
} from '../../test/against-cpu.ts'
import { shape, shapeWithAxis } from '../../test/shapes.ts'

beforeAll(prepareBackends)

describe('GatherV2', () => {
  it('agrees with the cpu kernel along any axis', async () => {
    await fc.assert(
      fc.asyncProperty(shapeWithAxis, shape, fc.integer(), async ({ shape, axis }, indexShape, seed) => {
        const { values } = randomInput(indexShape, seed)
        const indices = values.map((value) => Math.floor(((value + 1) / 2) * shape[axis]))
        const inputs = {
          x: randomInput(shape, seed),
          indices: { shape: indexShape, values: Int32Array.from(indices) },
        }
        await expectSameAsCpu('GatherV2', inputs, { axis, batchDims: 0 }, 0)
      }),
    )
  })

  it('agrees with the cpu kernel where each batch has its own indices', async () => {
    const indices = { shape: [2, 3], values: Int32Array.of(0, 3, 1, 2, 2, 0) }
    const x = randomIntegers([2, 4, 5], 1)
    await expectSameAsCpu('GatherV2', { x, indices }, { axis: 1, batchDims: 1 }, 0)
    const wide = randomInput([2, 3, 4, 5], 1)
    await expectSameAsCpu('GatherV2', { x: wide, indices }, { axis: 2, batchDims: 1 }, 0)
  })

  it('rejects an index outside of the axis', async () => {
    const indices = { shape: [1], values: Int32Array.of(4) }
    const run = runKernel('simd', 'GatherV2', { x: randomInput([4], 1), indices }, { axis: 0, batchDims: 0 })
    await expect(run).rejects.toThrow('the index value 4 is not in [0, 3]')
  })
})

describe('OneHot', () => {
  it('agrees with the cpu kernel, including indices outside of the classes', async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('float32', 'int32'),
        fc.integer(),
        async (shape, depth, dtype, seed) => {
          const indices = randomIntegers(shape, seed, 7)
          await expectSameAsCpu('OneHot', { indices }, { dtype, depth, onValue: 2, offValue: -1 }, 0)
        },
      ),
    )
  })

  it('leaves empty tensors to the cpu kernel', async () => {
    const indices = randomIntegers([0], 1)
    await expectStock('OneHot', { indices }, { dtype: 'float32', depth: 2, onValue: 1, offValue: 0 })
  })
})

describe('UnsortedSegmentSum', () => {
  const segmentation = fc.record({
    count: fc.integer({ min: 1, max: 40 }),
    row: fc.oneof(
      shape,
      fc.integer({ min: 1, max: 37 }).map((columns) => [columns]),
    ),
    numSegments: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer(),
  })

  it('agrees with the cpu kernel to the last bit, including empty segments and ids of no segment', async () => {
    await fc.assert(
      fc.asyncProperty(segmentation, async ({ count, row, numSegments, seed }) => {
        const x = randomInput([count, ...row], seed)
        const segmentIds = randomIntegers([count], seed + 1, numSegments + 1)
        await expectSameAsCpu('UnsortedSegmentSum', { x, segmentIds }, { numSegments }, 0)
      }),
    )
  })

  it('keeps a NaN in its own segment', async () => {
    const x = { shape: [3], values: Float32Array.of(1, NaN, 2) }
    const segmentIds = { shape: [3], values: Int32Array.of(1, 0, 1) }
    const { values } = await runKernel('simd', 'UnsortedSegmentSum', { x, segmentIds }, { numSegments: 2 })
    expect(Array.from(values)).toEqual([NaN, 3])
  })

  it('leaves integers, ids of another shape and empty tensors to the cpu kernel', async () => {
    const ids = randomIntegers([4], 1)
    const attrs = { numSegments: 3 }
    await expectStock('UnsortedSegmentSum', { x: randomIntegers([4, 2], 1), segmentIds: ids }, attrs)
    await expectStock(
      'UnsortedSegmentSum',
      { x: randomInput([4, 2], 1), segmentIds: randomIntegers([4, 2], 1) },
      attrs,
    )
    await expectStock(
      'UnsortedSegmentSum',
      { x: randomInput([0, 2], 1), segmentIds: randomIntegers([0], 1) },
      attrs,
    )
  })
})
