import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Arguments, Share } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import { countsOf } from './geometry.ts'

/**
 * Resizing of images, NHWC, and its gradients. The stock gradients are right only in the simplest case: they ignore
 * `halfPixelCenters`, the gradient of the nearest neighbor mixes up the images of a batch, and the gradient of the bilinear
 * resizing exchanges height and width.
 */
export const resizeKernels: NativeKernels = {
  ResizeNearestNeighbor: resize('resizeNearest', (resizing) => ({
    key: `nearest ${keyOf(resizing)}`,
    make: () => [...nearest(resizing, 0), ...nearest(resizing, 1)],
  })),
  ResizeNearestNeighborGrad: gradient('resizeNearestGradient', (resizing) => ({
    key: `nearest gradient ${keyOf(resizing)}`,
    make: () => [...sourcesOfNearest(resizing, 0), ...sourcesOfNearest(resizing, 1)],
  })),
  ResizeBilinear: resize('resizeBilinear', bilinearTable),
  ResizeBilinearGrad: gradient('resizeBilinearGradient', bilinearTable),
}

/** The sizes of images before and after resizing, and the options that place the pixels of the result in the source. */
interface Resizing {
  readonly from: readonly [height: number, width: number]
  readonly to: readonly [height: number, width: number]
  readonly alignCorners: boolean
  readonly halfPixelCenters: boolean
}

/** The table of an operation: its key, and a function that computes it. */
type TableOf = (resizing: Resizing) => { key: string; make: () => number[] }

function resize(name: 'resizeNearest' | 'resizeBilinear', tableOf: TableOf): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const images = inputs['images'] as TensorInfo
    const [height, width] = countsOf(attrs['size'], 2)
    if (!areFloats(images) || images.shape.length !== 4 || height * width === 0) return undefined
    const [batch, , , channels] = images.shape
    const resizing = resizingOf(images.shape, [batch, height, width, channels], attrs)
    const address = backend.address(images)
    const output = backend.allocate([batch, height, width, channels])
    const { key, make } = tableOf(resizing)
    backend.queue.append[name]({
      units: batch * height,
      work: util.sizeFromShape(output.shape),
      x: address,
      y: backend.address(output),
      table: backend.table(key, make),
      ...sizesOf(resizing, channels),
    })
    return output
  }
}

function gradient(name: 'resizeNearestGradient' | 'resizeBilinearGradient', tableOf: TableOf): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const images = inputs['images'] as TensorInfo
    const dy = inputs['dy'] as TensorInfo
    const [batch, height, , channels] = images.shape
    const isPlain =
      areFloats(images, dy) &&
      images.shape.length === 4 &&
      dy.shape.length === 4 &&
      dy.shape[0] === batch &&
      dy.shape[3] === channels
    if (!isPlain) return undefined
    const resizing = resizingOf(images.shape, dy.shape, attrs)
    const address = backend.address(dy)
    const output = backend.allocate(images.shape)
    const { key, make } = tableOf(resizing)
    backend.queue.append[name]({
      units: name === 'resizeNearestGradient' ? batch * height : batch,
      work: util.sizeFromShape(dy.shape),
      dy: address,
      dx: backend.address(output),
      table: backend.table(key, make),
      ...sizesOf(resizing, channels),
    })
    return output
  }
}

function resizingOf(
  from: readonly number[],
  to: readonly number[],
  attrs: KernelArguments['attrs'],
): Resizing {
  return {
    from: [from[1], from[2]],
    to: [to[1], to[2]],
    alignCorners: attrs['alignCorners'] === true,
    halfPixelCenters: attrs['halfPixelCenters'] === true,
  }
}

/** The sizes of the images, as arguments of the operations. */
function sizesOf(
  { from, to }: Resizing,
  channels: number,
): Omit<Arguments<'resizeNearest'>, keyof Share | 'x' | 'y' | 'table'> {
  const [height, width] = from
  const [outHeight, outWidth] = to
  return { height, width, channels, outHeight, outWidth }
}

function keyOf({ from, to, alignCorners, halfPixelCenters }: Resizing): string {
  return [from, to, alignCorners, halfPixelCenters].join()
}

/** The place in the source of each row (axis 0) or column (axis 1) of the result, moved by `shift` pixels. */
function places(
  { from, to, alignCorners, halfPixelCenters }: Resizing,
  axis: 0 | 1,
  shift: number,
): number[] {
  const [size, outSize] = [from[axis], to[axis]]
  const ratio = alignCorners && outSize > 1 ? (size - 1) / (outSize - 1) : size / outSize
  return Array.from({ length: outSize }, (_, i) => (halfPixelCenters ? ratio * (i + 0.5) - shift : ratio * i))
}

/** The nearest row or column of the source for each row or column of the result. */
function nearest(resizing: Resizing, axis: 0 | 1): number[] {
  const last = resizing.from[axis] - 1
  const round = resizing.alignCorners ? Math.round : Math.floor
  return places(resizing, axis, 0).map((place) => Math.min(last, round(place)))
}

/** For each row or column of the source, the first row or column of the result that is nearest to it; then their number. */
function sourcesOfNearest(resizing: Resizing, axis: 0 | 1): number[] {
  const indices = nearest(resizing, axis)
  return Array.from({ length: resizing.from[axis] + 1 }, (_, source) => {
    const first = indices.findIndex((index) => index >= source)
    return first === -1 ? indices.length : first
  })
}

/** The table of a bilinear resizing, see assembly/resize.ts. */
function bilinearTable(resizing: Resizing): ReturnType<TableOf> {
  return {
    key: `bilinear ${keyOf(resizing)}`,
    make: () => ([0, 1] as const).flatMap((axis) => entriesOf(resizing, axis)),
  }
}

function entriesOf(resizing: Resizing, axis: 0 | 1): number[] {
  const last = resizing.from[axis] - 1
  return places(resizing, axis, 0.5).flatMap((place) => {
    const below = Math.max(0, Math.floor(place))
    return [below, Math.min(last, Math.ceil(place)), ...new Int32Array(Float64Array.of(place - below).buffer)]
  })
}
