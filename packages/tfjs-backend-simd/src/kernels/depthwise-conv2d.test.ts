import { beforeAll, describe, expect, it } from '@jest/globals'
import { backend_util } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput, runKernel } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
const border = fc.integer({ min: 0, max: 2 })

interface Convolution {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly multiplier: number
  readonly filterHeight: number
  readonly filterWidth: number
  readonly strides: [number, number]
  readonly dilations: [number, number]
  readonly pad: 'valid' | 'same' | number | number[][]
  readonly seed: number
}

/** Depthwise convolutions of any geometry that has an output. */
const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    batch: size(3),
    height: size(11),
    width: size(11),
    channels: size(19),
    multiplier: fc.oneof(fc.constant(1), size(5)),
    filterHeight: size(4),
    filterWidth: size(4),
    strides: fc.tuple(size(3), size(3)),
    dilations: fc.tuple(size(3), size(3)),
    pad: fc.oneof(
      fc.constantFrom<'valid' | 'same'>('valid', 'same'),
      border,
      fc.tuple(border, border, border, border).map(([a, b, c, d]) => [
        [0, 0],
        [a, b],
        [c, d],
        [0, 0],
      ]),
    ),
    seed: fc.integer(),
  })
  .map(({ strides, dilations, ...rest }) => {
    // tfjs rejects strides together with dilations
    const isDilated = dilations.some((dilation) => dilation > 1)
    return { ...rest, strides: isDilated ? ([1, 1] satisfies [number, number]) : strides, dilations }
  })
  .filter((c) => outShapeOf(c).every((size) => size > 0))

function inputsOf(c: Convolution): Record<'x' | 'filter' | 'bias', ReturnType<typeof randomInput>> {
  return {
    x: randomInput([c.batch, c.height, c.width, c.channels], c.seed),
    filter: randomInput([c.filterHeight, c.filterWidth, c.channels, c.multiplier], c.seed + 1),
    bias: randomInput([c.channels * c.multiplier], c.seed + 2),
  }
}

function outShapeOf(c: Convolution): number[] {
  const { strides, dilations, pad, dimRoundingMode } = attrsOf(c)
  return backend_util.computeConv2DInfo(
    [c.batch, c.height, c.width, c.channels],
    [c.filterHeight, c.filterWidth, c.channels, c.multiplier],
    strides,
    dilations,
    pad as number,
    dimRoundingMode,
    true,
  ).outShape
}

function attrsOf({ strides, dilations, pad }: Convolution): Pick<
  Convolution,
  'strides' | 'dilations' | 'pad'
> & {
  dataFormat: string
  dimRoundingMode: 'floor' | undefined
} {
  const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor'
  return { strides, dilations, pad, dataFormat: 'NHWC', dimRoundingMode }
}

describe('DepthwiseConv2dNative and FusedDepthwiseConv2D', () => {
  it('agree with the cpu kernels for every stride, dilation, padding and channel multiplier', async () => {
    await fc.assert(
      fc.asyncProperty(
        convolution,
        fc.constantFrom('linear', 'relu', 'relu6', 'elu'),
        async (c, activation) => {
          const { x, filter, bias } = inputsOf(c)
          await expectSameAsCpu('DepthwiseConv2dNative', { x, filter }, attrsOf(c))
          await expectSameAsCpu('FusedDepthwiseConv2D', { x, filter, bias }, { ...attrsOf(c), activation })
        },
      ),
      { numRuns: 200 },
    )
  })

  it('do not spread a NaN or an infinity to other channels', async () => {
    const [x, filter] = [randomInput([1, 4, 4, 5], 1), randomInput([2, 2, 5, 1], 2)]
    x.values[0] = Number.NaN
    x.values[7] = Number.POSITIVE_INFINITY
    await expectSameAsCpu('DepthwiseConv2dNative', { x, filter }, { strides: [1, 1], pad: 'same' })
  })
})

describe('DepthwiseConv2dNativeBackpropFilter and DepthwiseConv2dNativeBackpropInput', () => {
  it('agree with the cpu kernels for every stride, padding and channel multiplier', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        // The stock gradients ignore dilations, so only plain windows can be compared.
        const plain: Convolution = { ...c, dilations: [1, 1] }
        fc.pre(outShapeOf(plain).every((size) => size > 0))
        const { x, filter } = inputsOf(c)
        const attrs = attrsOf(plain)
        const dy = randomInput(outShapeOf(plain), c.seed + 3)
        const filterAttrs = { ...attrs, filterShape: filter.shape }
        await expectSameAsCpu('DepthwiseConv2dNativeBackpropFilter', { x, dy }, filterAttrs)
        const inputAttrs = { ...attrs, inputShape: x.shape }
        await expectSameAsCpu('DepthwiseConv2dNativeBackpropInput', { dy, filter }, inputAttrs)
      }),
      { numRuns: 200 },
    )
  })

  it('are the adjoints of the convolution, dilated or not', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const { x, filter } = inputsOf(c)
        const attrs = attrsOf(c)
        const dy = randomInput(outShapeOf(c), c.seed + 3)
        const y = await runKernel('simd', 'DepthwiseConv2dNative', { x, filter }, attrs)
        const filterAttrs = { ...attrs, filterShape: filter.shape }
        const dw = await runKernel('simd', 'DepthwiseConv2dNativeBackpropFilter', { x, dy }, filterAttrs)
        const inputAttrs = { ...attrs, inputShape: x.shape }
        const dx = await runKernel('simd', 'DepthwiseConv2dNativeBackpropInput', { dy, filter }, inputAttrs)
        const product = dot(y.values, dy.values)
        expect(dot(dw.values, filter.values)).toBeCloseTo(product, 3)
        expect(dot(dx.values, x.values)).toBeCloseTo(product, 3)
      }),
    )
  })
})

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0)
}
