import { backend_util } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { tensor, tensors } from './kernel-call.ts'
import type { KernelCall } from './kernel-call.ts'

type Calls = Readonly<Record<string, fc.Arbitrary<KernelCall>>>
type Shape5D = [number, number, number, number, number]
type Triple = [number, number, number]

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
const three = (max: number): fc.Arbitrary<Triple> => fc.tuple(size(max), size(max), size(max))

const finite = { flavor: fc.constantFrom<'plain' | 'ties'>('plain', 'ties') }

/** Geometries that have an output. */
const convolutions = fc
  .record({
    batch: size(2),
    volume: three(6),
    inChannels: size(5),
    outChannels: size(18),
    window: three(3),
    strides: three(2),
    pad: fc.constantFrom<'valid' | 'same' | number>('valid', 'same', 1),
  })
  .map(({ batch, volume, inChannels, outChannels, window, strides, pad }) => {
    const x: Shape5D = [batch, ...volume, inChannels]
    const filter: Shape5D = [...window, inChannels, outChannels]
    const { outShape } = backend_util.computeConv3DInfo(x, filter, strides, 1, pad as 'same')
    return { x, filter, outShape, attrs: { strides, pad } }
  })
  .filter(({ outShape }) => outShape.every((size) => size > 0))

const poolings = fc
  .record({
    x: fc.tuple(size(2), size(6), size(6), size(6), size(6)),
    filterSize: three(3),
    strides: three(2),
    pad: fc.constantFrom<'valid' | 'same' | number>('valid', 'same', 1),
  })
  .map(({ x, ...attrs }) => {
    const { filterSize, strides, pad } = attrs
    const { outShape } = backend_util.computePool3DInfo(x, filterSize, strides, 1, pad as 'same', 'floor')
    return { x, outShape, attrs: { ...attrs, dimRoundingMode: 'floor' } }
  })
  .filter(({ outShape }) => outShape.every((size) => size > 0))

const pool = poolings.chain(({ x, attrs }) =>
  fc.record({ inputs: tensors({ x }), attrs: fc.constant({ ...attrs, dataFormat: 'NDHWC' }) }),
)

const poolGradient = poolings.chain(({ x, outShape, attrs }) =>
  fc.record({ inputs: tensors({ input: x, dy: outShape }, finite), attrs: fc.constant(attrs) }),
)

export const volumeCalls: Calls = {
  Conv3D: convolutions.chain(({ x, filter, attrs }) =>
    fc.record({
      inputs: fc.record({ x: tensor(x), filter: tensor(filter, attrs.pad === 'valid' ? {} : finite) }),
      attrs: fc.constant({ ...attrs, dilations: [1, 1, 1], dataFormat: 'NDHWC' }),
    }),
  ),
  Conv3DBackpropFilterV2: convolutions.chain(({ x, filter, outShape, attrs }) =>
    fc.record({
      inputs: tensors({ x, dy: outShape }, finite),
      attrs: fc.constant({ ...attrs, filterShape: filter }),
    }),
  ),
  Conv3DBackpropInputV2: convolutions.chain(({ x, filter, outShape, attrs }) =>
    fc.record({
      inputs: tensors({ dy: outShape, filter }, finite),
      attrs: fc.constant({ ...attrs, inputShape: x }),
    }),
  ),
  MaxPool3D: pool,
  AvgPool3D: pool,
  MaxPool3DGrad: poolGradient,
  AvgPool3DGrad: poolGradient,
}
