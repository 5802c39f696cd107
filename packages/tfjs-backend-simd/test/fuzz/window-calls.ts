import { backend_util } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { tensor, tensors } from './kernel-call.ts'
import type { KernelCall, TensorSpec } from './kernel-call.ts'

type Calls = Readonly<Record<string, fc.Arbitrary<KernelCall>>>
type Shape4D = [number, number, number, number]

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
const border = fc.integer({ min: 0, max: 2 })
const rounding = fc.constantFrom('floor', 'ceil', 'round')

const anyPad = fc.oneof(
  fc.constantFrom<'valid' | 'same'>('valid', 'same'),
  border,
  fc.tuple(border, border, border, border).map(([a, b, c, d]) => [
    [0, 0],
    [a, b],
    [c, d],
    [0, 0],
  ]),
)

interface Window {
  readonly x: Shape4D
  readonly filter: Shape4D
  readonly attrs: Readonly<Record<string, unknown>>
  readonly outShape: readonly number[]
}

/** Geometries that have an output. */
function windows(isDepthwise: boolean, mayDilate: boolean): fc.Arbitrary<Window> {
  return fc
    .record({
      x: fc.tuple(size(3), size(10), size(10), size(7)),
      filter: fc.tuple(size(4), size(4), isDepthwise ? size(3) : size(20)),
      strides: fc.tuple(size(3), size(3)),
      dilations: mayDilate ? fc.tuple(size(2), size(2)) : fc.constant<[number, number]>([1, 1]),
      pad: anyPad,
      dimRoundingMode: rounding,
    })
    .map(({ x, filter: [height, width, out], strides, dilations, ...attrs }) => {
      const filter: Shape4D = [height, width, x[3], out]
      // tfjs allows either strides or dilations above 1.
      const steps = dilations.some((dilation) => dilation > 1) ? [1, 1] : strides
      const { outShape } = backend_util.computeConv2DInfo(
        x,
        filter,
        steps as [number, number],
        dilations as [number, number],
        attrs.pad as number,
        attrs.dimRoundingMode as 'floor',
        isDepthwise,
      )
      return { x, filter, outShape, attrs: { strides: steps, dilations, ...attrs, dataFormat: 'NHWC' } }
    })
    .filter(({ outShape }) => outShape.every((size) => size > 0))
}

/** A filter with any values or, with padding, finite values: infinities times the zeros around the image are NaN. */
function filterOf({ filter, attrs: { pad } }: Window): fc.Arbitrary<TensorSpec> {
  return tensor(filter, pad === 'valid' ? {} : { flavor: fc.constantFrom('plain', 'ties') })
}

function forward(isDepthwise: boolean): fc.Arbitrary<KernelCall> {
  return windows(isDepthwise, true).chain((window) =>
    fc.record({
      inputs: fc.record({ x: tensor(window.x), filter: filterOf(window) }),
      attrs: fc.constant(window.attrs),
    }),
  )
}

/** Activations, and the attributes and weights that they need. */
function withEpilogue(
  shape: readonly number[],
  inputs: Readonly<Record<string, fc.Arbitrary<TensorSpec>>>,
  attrs: Readonly<Record<string, unknown>>,
): fc.Arbitrary<KernelCall> {
  const row = [shape.at(-1) as number]
  const activation = fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu')
  return fc
    .tuple(activation, fc.constantFrom(undefined, row, shape, [1]), fc.constantFrom(row, shape, [1]))
    .chain(([activation, bias, weights]) =>
      fc.record({
        inputs: fc.record({
          ...inputs,
          ...(bias && { bias: tensor(bias) }),
          ...(activation === 'prelu' && { preluActivationWeights: tensor(weights) }),
        }),
        attrs: fc.constant({
          ...attrs,
          activation,
          ...(activation === 'leakyrelu' && { leakyreluAlpha: 0.3 }),
        }),
      }),
    )
}

function fused(isDepthwise: boolean): fc.Arbitrary<KernelCall> {
  return windows(isDepthwise, true).chain((window) =>
    withEpilogue(window.outShape, { x: tensor(window.x), filter: filterOf(window) }, window.attrs),
  )
}

function filterGradient(isDepthwise: boolean): fc.Arbitrary<KernelCall> {
  return windows(isDepthwise, isDepthwise).chain(({ x, filter, attrs, outShape }) =>
    fc.record({
      inputs: tensors({ x, dy: outShape }, finite),
      attrs: fc.constant({ ...attrs, filterShape: filter }),
    }),
  )
}

function inputGradient(isDepthwise: boolean): fc.Arbitrary<KernelCall> {
  return windows(isDepthwise, isDepthwise).chain(({ x, filter, attrs, outShape }) =>
    fc.record({
      inputs: tensors({ dy: outShape, filter }, finite),
      attrs: fc.constant({ ...attrs, inputShape: x }),
    }),
  )
}

const finite = { flavor: fc.constantFrom<'plain' | 'ties'>('plain', 'ties') }

const pooling = windows(true, false).map(
  ({ x, filter: [height, width], attrs: { strides, pad, dimRoundingMode } }) => ({
    x,
    attrs: { filterSize: [height, width], strides, pad, dimRoundingMode },
  }),
)

const pool = pooling.chain(({ x, attrs }) => fc.record({ inputs: tensors({ x }), attrs: fc.constant(attrs) }))

const poolGradient = pooling.chain(({ x, attrs }) => {
  const { outShape } = backend_util.computePool2DInfo(
    x,
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as number,
    attrs.dimRoundingMode as 'floor',
  )
  return fc.record({ inputs: tensors({ input: x, dy: outShape }), attrs: fc.constant(attrs) })
})

interface Product {
  readonly a: number[]
  readonly b: number[]
  readonly y: number[]
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean }
}

const product: fc.Arbitrary<Product> = fc
  .record({
    batch: fc.array(fc.tuple(size(3), fc.constantFrom('both', 'a', 'b')), { maxLength: 2 }),
    rows: fc.oneof(size(6), size(50)),
    columns: fc.oneof(size(6), size(50)),
    depth: fc.oneof(size(6), size(50)),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  })
  .map(({ batch, rows, columns, depth, ...attrs }) => {
    const batchOf = (other: string): number[] => batch.map(([size, kept]) => (kept === other ? 1 : size))
    return {
      a: [...batchOf('b'), ...(attrs.transposeA ? [depth, rows] : [rows, depth])],
      b: [...batchOf('a'), ...(attrs.transposeB ? [columns, depth] : [depth, columns])],
      y: [...batch.map(([size]) => size), rows, columns],
      attrs,
    }
  })

export const windowCalls: Calls = {
  Conv2D: forward(false),
  FusedConv2D: fused(false),
  Conv2DBackpropFilter: filterGradient(false),
  Conv2DBackpropInput: inputGradient(false),
  DepthwiseConv2dNative: forward(true),
  FusedDepthwiseConv2D: fused(true),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(true),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
  MaxPool: pool,
  AvgPool: pool,
  MaxPoolGrad: poolGradient,
  AvgPoolGrad: poolGradient,
  BatchMatMul: product.chain(({ a, b, attrs }) =>
    fc.record({ inputs: tensors({ a, b }), attrs: fc.constant(attrs) }),
  ),
  _FusedMatMul: product.chain(({ a, b, y, attrs }) =>
    withEpilogue(y, { a: tensor(a), b: tensor(b) }, { ...attrs }),
  ),
}
