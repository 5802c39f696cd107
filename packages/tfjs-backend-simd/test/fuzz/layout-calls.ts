import fc from 'fast-check'
import { anyType, axesOf, axisOf, dimension, shapes, tensor, tensors } from './kernel-call.ts'
import type { FuzzedType, KernelCall } from './kernel-call.ts'

type Calls = Readonly<Record<string, fc.Arbitrary<KernelCall>>>

/** A shape of at least rank `least`, and a type. */
function typedShapes(least: number): fc.Arbitrary<[shape: number[], dtype: FuzzedType]> {
  return fc.tuple(shapes(least), anyType)
}

/** Kernels of one tensor, whose attributes depend on its shape. */
function ofOne(
  name: string,
  attrsOf: (shape: number[]) => fc.Arbitrary<Record<string, unknown>>,
  least = 0,
): fc.Arbitrary<KernelCall> {
  return typedShapes(least).chain(([shape, dtype]) =>
    fc.record({ inputs: tensors({ [name]: shape }, { dtype }), attrs: attrsOf(shape) }),
  )
}

/** A value for each dimension. */
function each<T>(shape: readonly number[], arbitrary: (size: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.tuple(...shape.map(arbitrary))
}

const border = fc.integer({ min: 0, max: 3 })

/** Sizes that `size` splits into. */
function partsOf(size: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(size), { maxLength: 3 }).map((cuts) => {
    const edges = [0, ...cuts.toSorted((a, b) => a - b), size]
    return edges.slice(1).map((edge, i) => edge - edges[i])
  })
}

export const layoutCalls: Calls = {
  Transpose: ofOne('x', (shape) => {
    const axes = shape.map((_, axis) => axis)
    return fc.record({ perm: fc.shuffledSubarray(axes, { minLength: axes.length }) })
  }),
  Reverse: ofOne('x', (shape) => fc.record({ dims: axesOf(shape) })),
  PadV2: ofOne('x', (shape) =>
    fc.record({
      paddings: each(shape, () => fc.tuple(border, border)),
      constantValue: fc.constantFrom(0, 1),
    }),
  ),
  Slice: ofOne(
    'x',
    (shape) =>
      each(shape, (size) =>
        fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b)]),
      ).map((ranges) => ({ begin: ranges.map(([begin]) => begin), size: ranges.map(([, size]) => size) })),
    1,
  ),
  Tile: ofOne('x', (shape) => fc.record({ reps: each(shape, () => fc.integer({ min: 1, max: 3 })) })),
  SplitV: ofOne(
    'x',
    (shape) =>
      fc.nat(shape.length - 1).chain((axis) =>
        fc.record({
          axis: fc.constantFrom(axis, axis - shape.length),
          numOrSizeSplits: fc.oneof(partsOf(shape[axis]), fc.constantFrom(1, shape[axis])),
        }),
      ),
    1,
  ),
  Unpack: ofOne('value', (shape) => fc.record({ axis: axisOf(shape) }), 1),
  Pack: fc.tuple(typedShapes(0), fc.integer({ min: 1, max: 4 })).chain(([[shape, dtype], count]) =>
    fc.record({
      inputs: fc.array(tensor(shape, { dtype }), { minLength: count, maxLength: count }),
      attrs: fc.record({ axis: axisOf([...shape, 1]) }),
    }),
  ),
  Concat: fc
    .tuple(typedShapes(1), fc.array(dimension, { minLength: 1, maxLength: 4 }))
    .chain(([[shape, dtype], sizes]) =>
      fc.nat(shape.length - 1).chain((axis) =>
        fc.record({
          inputs: fc.tuple(...sizes.map((size) => tensor(shape.with(axis, size), { dtype }))),
          attrs: fc.record({ axis: fc.constantFrom(axis, axis - shape.length) }),
        }),
      ),
    ),
  GatherV2: fc
    .tuple(typedShapes(1), shapes(), fc.nat(2))
    .filter(([[shape], indices, batchDims]) => {
      return batchDims < shape.length && batchDims <= indices.length && indices.length < 4
    })
    .chain(([[shape, dtype], indices, batchDims]) =>
      fc.integer({ min: batchDims, max: shape.length - 1 }).chain((axis) =>
        fc.record({
          inputs: fc.record({
            x: tensor(shape, { dtype }),
            indices: tensor([...shape.slice(0, batchDims), ...indices.slice(batchDims)], {
              dtype: 'int32',
              below: shape[axis],
            }),
          }),
          attrs: fc.record({
            axis: fc.constantFrom(axis, axis - shape.length),
            batchDims: fc.constantFrom(...(batchDims === 0 ? [0, undefined] : [batchDims])),
          }),
        }),
      ),
    ),
  OneHot: fc.tuple(shapes(), fc.integer({ min: 1, max: 6 })).chain(([shape, depth]) =>
    fc.record({
      inputs: fc.record({ indices: tensor(shape, { dtype: 'int32', below: depth + 1 }) }),
      attrs: fc.record({
        depth: fc.constant(depth),
        dtype: anyType,
        onValue: fc.constantFrom(1, 5),
        offValue: fc.constantFrom(0, -2),
      }),
    }),
  ),
}
