import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomInput,
  randomIntegers,
  runKernel,
} from '../../test/against-cpu.ts'
import { broadcastingShapes, shape } from '../../test/shapes.ts'

beforeAll(prepareBackends)

const special = Float32Array.of(0, -0, 1, -1, NaN, Infinity, -Infinity, 3.4e38, -3.4e38, 1e-40, -1e-40, 6, 7)

const arithmetic = [
  'Add',
  'Sub',
  'Multiply',
  'RealDiv',
  'Maximum',
  'Minimum',
  'SquaredDifference',
  'Mod',
  'Pow',
]

/** The kernels that broadcast, with the names of their operands. */
const broadcasting = [
  ...arithmetic.map((name) => [name, 'a', 'b'] as const),
  ['Prelu', 'x', 'alpha'] as const,
]

describe('binary kernels', () => {
  it.each(broadcasting)('%s broadcasts like the cpu kernel', async (name, left, right) => {
    await fc.assert(
      fc.asyncProperty(broadcastingShapes, fc.integer(), async ([shapeA, shapeB], seed) => {
        await expectSameAsCpu(name, {
          [left]: randomInput(shapeA, seed),
          [right]: randomInput(shapeB, seed + 1),
        })
      }),
    )
  })

  it.each([...broadcasting, ['EluGrad', 'dy', 'y'] as const])(
    '%s propagates NaN and infinities',
    async (name, left, right) => {
      const count = special.length
      const a = Float32Array.from({ length: count ** 2 }, (_, i) => special[Math.floor(i / count)])
      const b = Float32Array.from({ length: count ** 2 }, (_, i) => special[i % count])
      const shape = [count, count]
      await expectSameAsCpu(name, { [left]: { shape, values: a }, [right]: { shape, values: b } })
    },
  )

  const integerKernels = ['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'FloorDiv', 'Mod']

  it.each(integerKernels)('%s of integers agrees with the cpu kernel, including overflow', async (name) => {
    const most = fc.constantFrom(3, 2 ** 31 - 1)
    await fc.assert(
      fc.asyncProperty(broadcastingShapes, most, fc.integer(), async ([shapeA, shapeB], most, seed) => {
        const [a, b] = [randomIntegers(shapeA, seed, most), randomIntegers(shapeB, seed + 1, most)]
        await expectSameAsCpu(name, { a, b }, {}, 0)
      }),
    )
    const edges = Int32Array.of(0, 1, -1, 2, -7, 2 ** 31 - 1, -(2 ** 31))
    const a = { shape: [7, 1], values: edges }
    await expectSameAsCpu(name, { a, b: { shape: [7], values: edges } }, {}, 0)
  })

  it('leave other integers and empty tensors to the cpu kernel', async () => {
    await expectStock('SquaredDifference', { a: randomIntegers([2, 3], 1), b: randomIntegers([3], 2) })
    await expectStock('FloorDiv', { a: randomInput([2, 3], 1), b: randomInput([3], 2) })
    await expectStock('Add', { a: randomInput([2, 0], 1), b: randomInput([2, 1], 2) })
  })
})

describe('AddN', () => {
  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.integer({ min: 2, max: 5 }), fc.integer(), async (shape, count, seed) => {
        await expectSameAsCpu(
          'AddN',
          Array.from({ length: count }, (_, i) => randomInput(shape, seed + i)),
        )
      }),
    )
  })
})

describe('unary kernels', () => {
  const attrs = {
    Step: { alpha: 0.5 },
    LeakyRelu: { alpha: 0.2 },
    ClipByValue: { clipValueMin: -0.5, clipValueMax: 0.75 },
  }
  const plain = [
    'Relu',
    'Relu6',
    'Neg',
    'Square',
    'Sqrt',
    'Exp',
    'Log',
    'Sigmoid',
    'Tanh',
    'Abs',
    'Elu',
    'Rsqrt',
  ]
  const rare = [
    'Reciprocal',
    'Sign',
    'Floor',
    'Ceil',
    'Round',
    'Expm1',
    'Log1p',
    'Softplus',
    'Selu',
    'Sin',
    'Cos',
    'Erf',
  ]
  const kernels = [...Object.entries(attrs), ...[...plain, ...rare].map((name) => [name, {}] as const)]

  it.each(kernels)(
    '%s agrees with the cpu kernel for every length, including remainders of a vector',
    async (name, attrs) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 67 }), fc.integer(), async (length, seed) => {
          const { shape, values } = randomInput([length], seed)
          await expectSameAsCpu(name, { x: { shape, values } }, attrs, 1e-6)
          const large = values.map((value) => value * 20)
          await expectSameAsCpu(name, { x: { shape, values: large } }, attrs, 1e-6)
        }),
        { numRuns: 30 },
      )
    },
  )

  it.each(kernels)('%s propagates NaN, infinities and extremes', async (name, attrs) => {
    await expectSameAsCpu(name, { x: { shape: [special.length], values: special } }, attrs, 1e-6)
  })

  it('Round rounds halves to even numbers', async () => {
    const values = Float32Array.of(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 8388607.5, 0.49999997)
    await expectSameAsCpu('Round', { x: { shape: [values.length], values } }, {}, 0)
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
  it('e^x − 1 is within 2 ULP', () => expectUlps('Expm1', near, Math.expm1, 2))
  it('the exponential linear unit is within 2 ULP', () =>
    expectUlps('Elu', near, (x) => (x < 0 ? Math.expm1(x) : x), 2))
  it('ln(1 + x) is within 3 ULP', () =>
    expectUlps('Log1p', fc.float({ min: -1, noNaN: true, noDefaultInfinity: true }), Math.log1p, 3))
  it('ln(1 + e^x) is within 3 ULP above the denormals', () =>
    expectUlps('Softplus', fc.float({ min: -87, max: 89, noNaN: true }), softplus, 3))
  it('1 / √x is within 2 ULP', () =>
    expectUlps(
      'Rsqrt',
      fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }),
      (x) => 1 / Math.sqrt(x),
      2,
    ))
  const any = fc.float({ noNaN: true, noDefaultInfinity: true })
  it('sin x is within 1 ULP for x of any size', () => expectUlps('Sin', any, Math.sin, 1))
  it('cos x is within 1 ULP for x of any size', () => expectUlps('Cos', any, Math.cos, 1))
  it('erf x is within 2 ULP', () => expectUlps('Erf', fc.float({ min: -5, max: 5, noNaN: true }), erf, 2))
  it('powers are within 1 ULP', async () => {
    const base = fc.float({ min: 0, max: 1000, noNaN: true })
    const exponent = fc.float({ min: -12, max: 12, noNaN: true })
    const pairs = fc.array(fc.tuple(base, exponent), { minLength: 500, maxLength: 500 })
    await fc.assert(
      fc.asyncProperty(pairs, async (pairs) => {
        const a = { shape: [500], values: Float32Array.from(pairs, ([a]) => a) }
        const b = { shape: [500], values: Float32Array.from(pairs, ([, b]) => b) }
        const { values } = await runKernel('simd', 'Pow', { a, b }, {})
        values.forEach((value, i) => expectWithin(1, 'Pow', value, a.values[i] ** b.values[i], ...pairs[i]))
      }),
      { numRuns: 40 },
    )
  })
})

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

/** 2/√π · e^(−x²) · Σ 2ⁿx²ⁿ⁺¹ / (1·3·5·…·(2n + 1)) */
function erf(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 150; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

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
      numbers.forEach((number, i) => expectWithin(ulps, name, values[i], exact(Math.fround(number)), number))
    }),
    { numRuns: 40 },
  )
}

function expectWithin(ulps: number, name: string, value: number, exact: number, ...operands: number[]): void {
  if (value === Math.fround(exact) || Math.abs(value - exact) <= ulps * ulpOf(exact)) return
  throw new Error(`${name}(${operands}) is ${value}, expected ${exact}`)
}

/** The distance between the float32 numbers around `value`. */
function ulpOf(value: number): number {
  const magnitude = Math.abs(value)
  return magnitude < 2 ** -126 ? 2 ** -149 : 2 ** (Math.floor(Math.log2(magnitude)) - 23)
}
