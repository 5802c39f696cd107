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
import type { AnyInput } from '../../test/against-cpu.ts'
import { shape, shapeWithAxes, shapeWithAxis } from '../../test/shapes.ts'

beforeAll(prepareBackends)

type Make = (shape: number[], seed: number) => AnyInput

/** Tensors of each type. */
const make = fc.constantFrom<Make>(randomInput, randomIntegers, randomBools)

const seed = fc.integer()

describe('Transpose', () => {
  const transposition = shape.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      perm: fc.shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      ),
    }),
  )

  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(transposition, make, seed, async ({ shape, perm }, make, seed) => {
        await expectSameAsCpu('Transpose', { x: make(shape, seed) }, { perm }, 0)
      }),
    )
  })

  it.each([
    [
      [300, 301],
      [1, 0],
    ],
    [
      [320, 256],
      [1, 0],
    ],
    [
      [3, 90, 5, 70],
      [3, 1, 0, 2],
    ],
  ])('agrees with it for %p, which is large enough to share', async (shape, perm) => {
    await expectSameAsCpu('Transpose', { x: randomInput(shape, 1) }, { perm }, 0)
  })

  it('leaves empty tensors to the cpu kernel', () =>
    expectStock('Transpose', { x: randomInput([0, 2], 1) }, { perm: [1, 0] }))
})

describe('Reverse', () => {
  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(shapeWithAxes, make, seed, async ({ shape, axes }, make, seed) => {
        await expectSameAsCpu('Reverse', { x: make(shape, seed) }, { dims: axes }, 0)
      }),
    )
  })
})

describe('Slice', () => {
  const part = shape.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      begin: fc.tuple(...shape.map((size) => fc.nat(size - 1))),
      length: fc.tuple(...shape.map((size) => fc.integer({ min: 1, max: size }))),
    }),
  )

  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(part, make, seed, async ({ shape, begin, length }, make, seed) => {
        const size = length.map((length, axis) => Math.min(length, shape[axis] - begin[axis]))
        await expectSameAsCpu('Slice', { x: make(shape, seed) }, { begin: [...begin], size }, 0)
      }),
    )
  })

  it('takes −1 for the remainder of an axis', async () => {
    await expectSameAsCpu('Slice', { x: randomInput([4, 5], 1) }, { begin: [1, 2], size: [-1, 2] }, 0)
  })

  it('leaves empty parts to the cpu kernel', async () => {
    await expectStock('Slice', { x: randomInput([4, 5], 1) }, { begin: [1, 2], size: [0, 2] })
  })
})

describe('PadV2', () => {
  const padding = shape.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      paddings: fc.tuple(...shape.map(() => fc.tuple(fc.nat(2), fc.nat(2)))),
    }),
  )

  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(
        padding,
        make,
        fc.constantFrom(0, 1),
        seed,
        async ({ shape, paddings }, make, constantValue, seed) => {
          await expectSameAsCpu('PadV2', { x: make(shape, seed) }, { paddings, constantValue }, 0)
        },
      ),
    )
  })

  it('pads with any float', async () => {
    const attrs = { paddings: [[2, 3]], constantValue: -0.7 }
    await expectSameAsCpu('PadV2', { x: randomInput([7], 1) }, attrs, 0)
  })
})

describe('Tile', () => {
  const tiling = shape.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      reps: fc.tuple(...shape.map(() => fc.integer({ min: 1, max: 3 }))),
    }),
  )

  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(tiling, make, seed, async ({ shape, reps }, make, seed) => {
        await expectSameAsCpu('Tile', { x: make(shape, seed) }, { reps: [...reps] }, 0)
      }),
    )
  })
})

describe('Concat and SplitV', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 })

  it('agree with the cpu kernels', async () => {
    await fc.assert(
      fc.asyncProperty(shapeWithAxis, sizes, make, seed, async ({ shape, axis }, sizes, make, seed) => {
        const parts = sizes.map((size, i) => make(shape.with(axis, size), seed + i))
        await expectSameAsCpu('Concat', parts, { axis }, 0)
        const size = sizes.reduce((sum, size) => sum + size, 0)
        const attrs = { numOrSizeSplits: sizes, axis }
        await expectSameAsCpu('SplitV', { x: make(shape.with(axis, size), seed) }, attrs, 0)
      }),
    )
  })

  it('leave empty tensors to the cpu kernels', async () => {
    const parts = [[0], [2], [1]].map((shape) => randomInput(shape, 1))
    await expectStock('Concat', parts, { axis: 0 })
  })
})

describe('Pack and Unpack', () => {
  it('agree with the cpu kernels', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapeWithAxis,
        fc.integer({ min: 2, max: 4 }),
        make,
        seed,
        async ({ shape, axis }, count, make, seed) => {
          const tensors = Array.from({ length: count }, (_, i) => make(shape, seed + i))
          await expectSameAsCpu('Pack', tensors, { axis }, 0)
          await expectSameAsCpu('Unpack', { value: make(shape, seed) }, { axis }, 0)
        },
      ),
    )
  })
})
