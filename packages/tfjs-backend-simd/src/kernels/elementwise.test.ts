import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput, runKernel } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = fc.integer({ min: 1, max: 9 })
const special = Float32Array.of(0, -0, 1, -1, NaN, Infinity, -Infinity, 3.4e38, -3.4e38, 1e-40, -1e-40, 6, 7)

/** Pairs of shapes of which one is a scalar, a row or a column of the other, or equal to it. */
const shapePair = fc.tuple(size, size, size).chain(([a, b, c]) =>
  fc.constantFrom<number[][]>(
    [
      [a, b, c],
      [a, b, c],
    ],
    [[a, b, c], []],
    [[a, b, c], [c]],
    [
      [a, b, c],
      [1, b, c],
    ],
    [
      [a, b, c],
      [a, 1, 1],
    ],
    [
      [a, b, c],
      [a, b, 1],
    ],
    [
      [1, c],
      [a, 1, c],
    ],
    [[], [b]],
    [[c], [a, b, c]],
    [
      [a, b, 1],
      [a, b, c],
    ],
  ),
)

describe('binary kernels', () => {
  it.each(['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'])(
    '%s broadcasts as the cpu kernel does',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(shapePair, fc.integer(), async ([shapeA, shapeB], seed) => {
          await expectSameAsCpu(name, { a: randomInput(shapeA, seed), b: randomInput(shapeB, seed + 1) })
        }),
        { numRuns: 50 },
      )
    },
  )

  it.each(['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'])(
    '%s propagates NaN and infinities',
    async (name) => {
      const count = special.length
      const a = {
        shape: [count, count],
        values: Float32Array.from({ length: count ** 2 }, (_, i) => special[Math.floor(i / count)]),
      }
      const b = {
        shape: [count, count],
        values: Float32Array.from({ length: count ** 2 }, (_, i) => special[i % count]),
      }
      await expectSameAsCpu(name, { a, b })
    },
  )

  it('leaves integers, and shapes that interleave, to the cpu kernel', async () => {
    const a = randomInput([2, 1, 3], 1)
    const b = randomInput([1, 4, 3], 2)
    const { isNative, values } = await runKernel('simd', 'Add', { a, b }, {})
    const expected = await runKernel('cpu', 'Add', { a, b }, {})
    expect(isNative).toBe(false)
    expect(values).toEqual(expected.values)
  })
})

describe('unary kernels', () => {
  const names = ['Relu', 'Relu6', 'Neg', 'Square', 'Sqrt', 'Exp', 'Log', 'Sigmoid', 'Tanh', 'Abs']

  it.each(names)('%s agrees with the cpu kernel for every length, tails included', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 67 }), fc.integer(), async (length, seed) => {
        await expectSameAsCpu(name, { x: randomInput([length], seed) }, {}, 1e-6)
      }),
      { numRuns: 30 },
    )
  })

  it.each(names)('%s propagates NaN, infinities and extremes', async (name) => {
    await expectSameAsCpu(name, { x: { shape: [special.length], values: special } }, {}, 1e-6)
  })

  it('Step puts alpha at and below zero', async () => {
    await expectSameAsCpu('Step', { x: { shape: [special.length], values: special } }, { alpha: 0.5 })
  })
})

describe('exp, log and tanh', () => {
  const near = fc.float({ min: -104, max: 89, noNaN: true })

  it('e^x is within 1 ULP', () => expectUlps('Exp', near, Math.exp, 1))
  it('ln x is within 1 ULP', () =>
    expectUlps('Log', fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), Math.log, 1))
  it('tanh x is within 2 ULP', () =>
    expectUlps('Tanh', fc.float({ min: -12, max: 12, noNaN: true }), Math.tanh, 2))
  it('the sigmoid is within 3 ULP above the denormals', () =>
    expectUlps('Sigmoid', fc.float({ min: -87, max: 89, noNaN: true }), (x) => 1 / (1 + Math.exp(-x)), 3))
})

async function expectUlps(
  name: string,
  x: fc.Arbitrary<number>,
  exact: (x: number) => number,
  ulps: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(x, { minLength: 500, maxLength: 500 }), async (numbers) => {
      const { values } = await runKernel(
        'simd',
        name,
        { x: { shape: [numbers.length], values: Float32Array.from(numbers) } },
        {},
      )
      numbers.forEach((number, i) => {
        const expected = exact(Math.fround(number))
        if (values[i] !== Math.fround(expected) && Math.abs(values[i] - expected) > ulps * ulpOf(expected))
          throw new Error(`${name}(${number}) is ${values[i]}, expected ${expected}`)
      })
    }),
    { numRuns: 40 },
  )
}

/** The distance between the float32 numbers around `value`. */
function ulpOf(value: number): number {
  const magnitude = Math.abs(value)
  return magnitude < 2 ** -126 ? 2 ** -149 : 2 ** (Math.floor(Math.log2(magnitude)) - 23)
}
