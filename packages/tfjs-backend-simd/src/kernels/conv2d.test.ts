import { beforeAll, describe, expect, it } from '@jest/globals'
import { backend_util } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput, runKernel } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })

const border = fc.integer({ min: 0, max: 2 })

/** Convolutions of any geometry that has an output. */
const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    batch: size(3),
    height: size(11),
    width: size(11),
    inChannels: size(7),
    outChannels: size(22),
    filterHeight: size(5),
    filterWidth: size(5),
    strides: fc.tuple(size(3), size(3)),
    dilations: fc.tuple(size(2), size(2)),
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

interface Convolution {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly inChannels: number
  readonly outChannels: number
  readonly filterHeight: number
  readonly filterWidth: number
  readonly strides: [number, number]
  readonly dilations: [number, number]
  readonly pad: 'valid' | 'same' | number | number[][]
  readonly seed: number
}

type Shape4D = [number, number, number, number]

function inputsOf(c: Convolution): Record<'x' | 'filter' | 'bias', ReturnType<typeof randomInput>> {
  return {
    x: randomInput([c.batch, c.height, c.width, c.inChannels], c.seed),
    filter: randomInput([c.filterHeight, c.filterWidth, c.inChannels, c.outChannels], c.seed + 1),
    bias: randomInput([c.outChannels], c.seed + 2),
  }
}

function outShapeOf(c: Omit<Convolution, 'seed'>): number[] {
  const { x, filter } = inputsOf({ ...c, seed: 0 })
  const { strides, dilations, pad, dimRoundingMode } = attrsOf(c)
  return backend_util.computeConv2DInfo(
    x.shape as Shape4D,
    filter.shape as Shape4D,
    strides,
    dilations,
    pad as number,
    dimRoundingMode,
  ).outShape
}

function attrsOf({ strides, dilations, pad }: Omit<Convolution, 'seed'>): Pick<
  Convolution,
  'strides' | 'dilations' | 'pad'
> & {
  dataFormat: string
  dimRoundingMode: 'floor' | undefined
} {
  const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor'
  return { strides, dilations, pad, dataFormat: 'NHWC', dimRoundingMode }
}

describe('Conv2D', () => {
  it('agrees with the cpu kernel for every stride, dilation, padding and channel count', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const { x, filter } = inputsOf(c)
        await expectSameAsCpu('Conv2D', { x, filter }, attrsOf(c))
      }),
    )
  })
})

/** Images of one channel, wide enough for conv2dForwardPlane. */
const planeConvolution = fc
  .tuple(convolution, fc.integer({ min: 8, max: 21 }), size(3))
  .map(([c, width, strideHeight]): Convolution => {
    const strides: [number, number] = c.dilations.some((dilation) => dilation > 1)
      ? [1, 1]
      : [strideHeight, 1]
    return { ...c, inChannels: 1, width, strides }
  })
  .filter((c) => outShapeOf(c).every((size) => size > 0))

describe('FusedConv2D of one channel', () => {
  it.each(['linear', 'relu', 'relu6'])('agrees with the cpu kernel, with %s', async (activation) => {
    await fc.assert(
      fc.asyncProperty(planeConvolution, async (c) => {
        await expectSameAsCpu('FusedConv2D', inputsOf(c), { ...attrsOf(c), activation })
      }),
      { numRuns: 40 },
    )
  })

  it('gives the same bits with a second channel of zeros', async () => {
    await fc.assert(
      fc.asyncProperty(planeConvolution, async (c) => {
        const { x, filter, bias } = inputsOf(c)
        const attrs = { ...attrsOf(c), activation: 'relu' }
        const wide = {
          x: { shape: [...x.shape.slice(0, 3), 2], values: interleaveZeros(x.values, 1) },
          filter: {
            shape: [...filter.shape.slice(0, 2), 2, c.outChannels],
            values: interleaveZeros(filter.values, c.outChannels),
          },
          bias,
        }
        const one = await runKernel('simd', 'FusedConv2D', { x, filter, bias }, attrs)
        const two = await runKernel('simd', 'FusedConv2D', wide, attrs)
        expect(one.values).toEqual(two.values)
      }),
    )
  })
})

/** Inserts `run` zeros after each `run` values. */
function interleaveZeros(values: Float32Array, run: number): Float32Array {
  return Float32Array.from({ length: 2 * values.length }, (_, i) => {
    const [group, rest] = [Math.floor(i / (2 * run)), i % (2 * run)]
    return rest < run ? values[group * run + rest] : 0
  })
}

describe('FusedConv2D', () => {
  it.each(['linear', 'relu', 'relu6'])('adds the bias and applies %s', async (activation) => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        await expectSameAsCpu('FusedConv2D', inputsOf(c), { ...attrsOf(c), activation })
      }),
      { numRuns: 30 },
    )
  })
})

describe('Conv2DBackpropFilter and Conv2DBackpropInput', () => {
  it('agree with the cpu kernels for every stride, dilation, padding and channel count', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        // The stock gradients ignore dilations, so only plain windows can be compared.
        const plain: Convolution = { ...c, dilations: [1, 1] }
        const { x, filter } = inputsOf(c)
        const attrs = attrsOf(plain)
        const { shape } = await runKernel('cpu', 'Conv2D', { x, filter }, attrs)
        const dy = randomInput(shape, c.seed + 3)
        await expectSameAsCpu(
          'Conv2DBackpropFilter',
          { x, dy },
          { ...attrs, filterShape: filter.shape },
          1e-4,
        )
        await expectSameAsCpu('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape })
      }),
    )
  })

  it('are the adjoints of the convolution, dilated or not', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const { x, filter } = inputsOf(c)
        const attrs = attrsOf(c)
        const y = await runKernel('simd', 'Conv2D', { x, filter }, attrs)
        const dy = randomInput(y.shape, c.seed + 3)
        const filterAttrs = { ...attrs, filterShape: filter.shape }
        const dw = await runKernel('simd', 'Conv2DBackpropFilter', { x, dy }, filterAttrs)
        const inputAttrs = { ...attrs, inputShape: x.shape }
        const dx = await runKernel('simd', 'Conv2DBackpropInput', { dy, filter }, inputAttrs)
        const product = dot(y.values, dy.values)
        expect(dot(dw.values, filter.values)).toBeCloseTo(product, 3)
        expect(dot(dx.values, x.values)).toBeCloseTo(product, 3)
      }),
    )
  })

  it('does not spread a NaN or an infinity to other channels', async () => {
    const dy = randomInput([1, 3, 3, 5], 1)
    dy.values[0] = Number.NaN
    dy.values[7] = Number.POSITIVE_INFINITY
    const x = randomInput([1, 4, 4, 3], 2)
    const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC' }
    const { values } = await runKernel(
      'simd',
      'Conv2DBackpropFilter',
      { x, dy },
      { ...attrs, filterShape: [2, 2, 3, 5] },
    )
    const isBad = Array.from(values, (value) => !Number.isFinite(value))
    expect(isBad).toEqual(Array.from(values, (_, i) => i % 5 === 0 || i % 5 === 2))
  })
})

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0)
}
