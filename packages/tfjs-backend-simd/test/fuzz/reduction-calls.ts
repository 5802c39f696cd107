import fc from 'fast-check'
import { axesOf, axisOf, shapes, tensor, tensors } from './kernel-call.ts'
import type { FuzzedType, KernelCall } from './kernel-call.ts'

type Calls = Readonly<Record<string, fc.Arbitrary<KernelCall>>>

function reduction(dtype: FuzzedType = 'float32', axisName = 'axis'): fc.Arbitrary<KernelCall> {
  return shapes().chain((shape) =>
    fc.record({
      inputs: tensors({ x: shape }, { dtype }),
      attrs: fc.record({ [axisName]: axesOf(shape), keepDims: fc.boolean() }),
    }),
  )
}

const argument = shapes(1).chain((shape) =>
  fc.record({ inputs: tensors({ x: shape }), attrs: fc.record({ axis: axisOf(shape) }) }),
)

export const reductionCalls: Calls = {
  Sum: fc.constantFrom<FuzzedType>('float32', 'float32', 'int32').chain((dtype) => reduction(dtype)),
  Mean: reduction(),
  Max: reduction('float32', 'reductionIndices'),
  Min: reduction(),
  Prod: reduction(),
  ArgMax: argument,
  ArgMin: argument,
  All: reduction('bool'),
  Any: reduction('bool'),
  Softmax: shapes(1).chain((shape) =>
    fc.record({
      inputs: tensors({ logits: shape }),
      attrs: fc.record({ dim: fc.constantFrom(-1, shape.length - 1) }),
    }),
  ),
  FusedBatchNorm: fc
    .tuple(shapes(1), fc.boolean(), fc.boolean(), fc.boolean())
    .chain(([shape, isWhole, scale, offset]) => {
      const moments = isWhole ? shape : shape.slice(-1)
      const optional = { ...(scale && { scale: moments }), ...(offset && { offset: moments }) }
      return fc.record({
        inputs: tensors({ x: shape, mean: moments, variance: moments, ...optional }),
        attrs: fc.record({ varianceEpsilon: fc.constantFrom(undefined, 0.001, 0.1) }),
      })
    }),
  TunekitCrossEntropy: fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 }))
    .chain(([rows, classes]) =>
      fc.record({
        inputs: fc.record({
          logits: tensor([rows, classes]),
          labels: tensor([rows], { dtype: 'int32', below: classes + 1 }),
        }),
        attrs: fc.constant({}),
      }),
    ),
}
