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
import { broadcastingShapes, shape } from '../../test/shapes.ts'

beforeAll(prepareBackends)

const special = Float32Array.of(0, -0, 1, -1, NaN, Infinity, -Infinity, 1e-40, 3.4e38)

type Make = (shape: number[], seed: number) => AnyInput

const coarse: Make = (shape, seed) => {
  const { values } = randomIntegers(shape, seed)
  return { shape, values: Float32Array.from(values, (value) => value / 2) }
}

describe('comparisons', () => {
  const names = ['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual']

  it.each(names)('%s broadcasts like the cpu kernel, for every type', async (name) => {
    await fc.assert(
      fc.asyncProperty(
        broadcastingShapes,
        fc.constantFrom<Make>(coarse, randomIntegers, randomBools),
        fc.integer(),
        async ([shapeA, shapeB], make, seed) => {
          await expectSameAsCpu(name, { a: make(shapeA, seed), b: make(shapeB, seed + 1) })
        },
      ),
    )
  })

  it.each(names)('%s agrees with the cpu kernel on NaN and infinities', async (name) => {
    const a = { shape: [special.length, 1], values: special }
    await expectSameAsCpu(name, { a, b: { shape: [special.length], values: special } })
  })

  it('leave empty tensors to the cpu kernel', async () => {
    await expectStock('Less', { a: randomInput([0], 1), b: randomInput([1], 1) })
  })
})

describe('LogicalAnd, LogicalOr and LogicalNot', () => {
  it('agree with the cpu kernels', async () => {
    await fc.assert(
      fc.asyncProperty(broadcastingShapes, fc.integer(), async ([shapeA, shapeB], seed) => {
        const [a, b] = [randomBools(shapeA, seed), randomBools(shapeB, seed + 1)]
        await expectSameAsCpu('LogicalAnd', { a, b })
        await expectSameAsCpu('LogicalOr', { a, b })
        await expectSameAsCpu('LogicalNot', { x: a })
      }),
    )
  })
})

describe('IsNan, IsInf and IsFinite', () => {
  it.each(['IsNan', 'IsInf', 'IsFinite'])('%s agrees with the cpu kernel', async (name) => {
    await expectSameAsCpu(name, { x: { shape: [special.length], values: special } })
  })
})

describe('Select', () => {
  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.constantFrom<Make>(randomInput, randomIntegers),
        fc.integer(),
        async (shape, make, seed) => {
          const [t, e] = [make(shape, seed), make(shape, seed + 1)]
          await expectSameAsCpu('Select', { condition: randomBools(shape, seed), t, e })
        },
      ),
    )
  })
})
