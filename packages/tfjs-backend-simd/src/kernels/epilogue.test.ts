import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput, runKernel } from '../../test/against-cpu.ts'
import type { Input } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = fc.integer({ min: 1, max: 21 })
const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']

/** A shape that broadcasts to `shape`: some axes are 1, some leading axes are missing. */
function broadcastable(shape: number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.tuple(...shape.map(() => fc.boolean())), fc.integer({ min: 0, max: shape.length }))
    .map(([kept, first]) => shape.map((size, i) => (kept[i] ? size : 1)).slice(first))
}

/** Values that random values rarely include. */
function withSpecials({ shape, values }: Input): Input {
  const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 100, -100]
  return { shape, values: values.map((value, i) => (i % 3 === 2 ? specials[((i / 3) % 6) | 0] : value)) }
}

const fused = fc
  .record({ activation: fc.constantFrom(...activations), leakyreluAlpha: fc.constantFrom(0.2, -0.5) })
  .chain((attrs) =>
    fc.tuple(fc.constant(attrs), fc.tuple(fc.integer({ min: 1, max: 3 }), size, size, size), fc.integer()),
  )

describe('the fused kernels', () => {
  it.each(['FusedConv2D', 'FusedDepthwiseConv2D'])(
    '%s adds a bias and applies every activation, with weights of every shape',
    async (name) => {
      const geometry = { strides: [1, 1], dilations: [1, 1], pad: 'valid', dataFormat: 'NHWC' }
      const shapes = fused.chain(([attrs, shape, seed]) =>
        fc.record({
          attrs: fc.constant({ ...attrs, ...geometry }),
          shape: fc.constant(shape),
          seed: fc.constant(seed),
          bias: broadcastable(shape),
          alpha: broadcastable(shape),
        }),
      )
      await fc.assert(
        fc.asyncProperty(shapes, async ({ attrs, shape, seed, bias, alpha }) => {
          const channels = shape[3]
          const filter =
            name === 'FusedConv2D'
              ? randomInput([1, 1, channels, channels], seed + 1)
              : randomInput([1, 1, channels, 1], seed + 1)
          const inputs = {
            x: randomInput(shape, seed),
            filter,
            bias: randomInput(bias, seed + 2),
            ...(attrs.activation === 'prelu' && { preluActivationWeights: randomInput(alpha, seed + 3) }),
          }
          await expectSameAsCpu(name, inputs, attrs)
        }),
        { numRuns: 150 },
      )
    },
  )

  it('_FusedMatMul agrees with the cpu kernel, with transposes and batches', async () => {
    const shapes = fused.chain(([attrs, [batch, rows, columns, depth], seed]) =>
      fc.record({
        attrs: fc.record({
          activation: fc.constant(attrs.activation),
          leakyreluAlpha: fc.constant(attrs.leakyreluAlpha),
          transposeA: fc.boolean(),
          transposeB: fc.boolean(),
        }),
        sizes: fc.constant({ batch, rows, columns, depth }),
        seed: fc.constant(seed),
        bias: broadcastable([batch, rows, columns]),
        alpha: broadcastable([batch, rows, columns]),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        shapes,
        async ({ attrs, sizes: { batch, rows, columns, depth }, seed, bias, alpha }) => {
          const inputs = {
            a: randomInput([batch, ...(attrs.transposeA ? [depth, rows] : [rows, depth])], seed),
            b: randomInput([batch, ...(attrs.transposeB ? [columns, depth] : [depth, columns])], seed + 1),
            bias: randomInput(bias, seed + 2),
            ...(attrs.activation === 'prelu' && { preluActivationWeights: randomInput(alpha, seed + 3) }),
          }
          await expectSameAsCpu('_FusedMatMul', inputs, attrs)
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each(activations)(
    'treat NaN, infinities and zeros of both signs as the cpu kernels do: %s',
    async (activation) => {
      const attrs = { strides: [1, 1], dilations: [1, 1], pad: 'valid', dataFormat: 'NHWC', activation }
      const inputs = {
        x: withSpecials(randomInput([1, 3, 4, 5], 1)),
        filter: { shape: [1, 1, 5, 1], values: new Float32Array(5).fill(1) },
        ...(activation === 'prelu' && { preluActivationWeights: randomInput([5], 2) }),
      }
      await expectSameAsCpu('FusedDepthwiseConv2D', inputs, { ...attrs, leakyreluAlpha: 0.2 })
    },
  )

  it('elu is within 2 ULP of eˣ − 1, including near zero', async () => {
    const values = Float32Array.from({ length: 4000 }, (_, i) => -(2 ** (i / 100 - 34)))
    const inputs = {
      a: { shape: [values.length, 1], values },
      b: { shape: [1, 1], values: Float32Array.of(1) },
    }
    const attrs = { transposeA: false, transposeB: false, activation: 'elu' }
    const { values: results } = await runKernel('simd', '_FusedMatMul', inputs, attrs)
    const errors = values.map((x, i) => Math.abs(results[i] - Math.expm1(x)) / ulp(Math.expm1(x)))
    expect(Math.max(...errors)).toBeLessThan(2)
  })
})

/** From the float32 number at `x` to the next. */
function ulp(x: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(x))) - 23)
}
