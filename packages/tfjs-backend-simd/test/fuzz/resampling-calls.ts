import fc from 'fast-check'
import { anyType, shapes, tensor, tensors } from './kernel-call.ts'
import type { KernelCall } from './kernel-call.ts'

type Calls = Readonly<Record<string, fc.Arbitrary<KernelCall>>>

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })

/** Sums and products along an axis. Without empty tensors, for which the stock kernels can loop forever. */
const running = shapes(1)
  .filter((shape) => !shape.includes(0))
  .chain((shape) =>
    fc.record({
      inputs: tensors({ x: shape }),
      attrs: fc.record({ axis: fc.nat(shape.length - 1), exclusive: fc.boolean(), reverse: fc.boolean() }),
    }),
  )

const modes = fc.constantFrom(
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: true, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
)

const resizing = fc.tuple(size(2), size(9), size(9), size(9), size(9), size(9), modes)

const resize = resizing.chain(([batch, height, width, channels, toHeight, toWidth, mode]) =>
  fc.record({
    inputs: tensors({ images: [batch, height, width, channels] }),
    attrs: fc.constant({ ...mode, size: [toHeight, toWidth] }),
  }),
)

/** Calls for which the stock gradients are right and end: one square image, no half pixels, no aligned corners. */
const resizeGradient = resizing.chain(([, side, , channels, toHeight, toWidth]) =>
  fc.record({
    inputs: tensors({ images: [1, side, side, channels], dy: [1, toHeight, toWidth, channels] }),
    attrs: fc.constant({ alignCorners: false }),
  }),
)

const localResponse = fc.record({
  depthRadius: fc.nat(7),
  bias: fc.constantFrom(0, 1, 2),
  alpha: fc.constantFrom(1e-4, 1),
  beta: fc.constantFrom(0.5, 0.75, 1, 0.6, 2),
})

const image = fc.tuple(size(2), size(4), size(4), size(12)).map((shape) => [...shape])

/** Kernels that resample, accumulate or mirror the elements of a tensor. */
export const resamplingCalls: Calls = {
  UnsortedSegmentSum: fc
    .tuple(
      size(40),
      shapes().filter((row) => row.length < 4),
      size(9),
    )
    .chain(([count, row, numSegments]) =>
      fc.record({
        inputs: fc.record({
          x: tensor([count, ...row]),
          segmentIds: tensor([count], { dtype: 'int32', below: numSegments + 1 }),
        }),
        attrs: fc.constant({ numSegments }),
      }),
    ),
  MirrorPad: fc
    .tuple(
      fc.array(size(6), { minLength: 1, maxLength: 4 }),
      anyType,
      fc.constantFrom('reflect', 'symmetric'),
    )
    .chain(([shape, dtype, mode]) => {
      const borders = shape.map((size) => fc.nat(mode === 'reflect' ? size - 1 : size))
      return fc.record({
        inputs: tensors({ x: shape }, { dtype }),
        attrs: fc.record({
          paddings: fc.tuple(...borders.map((border) => fc.tuple(border, border))),
          mode: fc.constant(mode),
        }),
      })
    }),
  Cumsum: running,
  Cumprod: running,
  ResizeBilinear: resize,
  ResizeNearestNeighbor: resize,
  ResizeBilinearGrad: resizeGradient,
  ResizeNearestNeighborGrad: resizeGradient,
  LRN: image.chain((shape) => fc.record({ inputs: tensors({ x: shape }), attrs: localResponse })),
  LRNGrad: image.chain((shape) =>
    fc.record({ inputs: tensors({ x: shape, y: shape, dy: shape }), attrs: localResponse }),
  ),
}
