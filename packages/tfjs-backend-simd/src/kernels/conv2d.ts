import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { LEAST_PLANE_WIDTH } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { appendFilterGradient, appendInputGradient } from './convolution-gradients.ts'
import { epilogueOf } from './epilogue.ts'
import { checkWindows } from './geometry.ts'
import { borderOf, copyImages, isPadded, padImages, withPadded } from './padded-images.ts'
import type { PaddedImages } from './padded-images.ts'

/** Convolution and its two gradients, NHWC, with any stride, dilation and padding. */
export const conv2dKernels: NativeKernels = {
  Conv2D: conv2d,
  FusedConv2D: conv2d,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: inputGradient,
}

function conv2d(args: KernelArguments): TensorInfo | undefined {
  const { inputs, attrs, backend } = args
  const { x, filter } = inputs as Record<string, TensorInfo>
  if (!areFloats(x, filter)) return undefined
  const window = windowOf(x.shape, filter.shape, attrs)
  const epilogue = window && epilogueOf(args, window.info.outShape)
  if (!window || !epilogue) return undefined
  const { info } = window
  const addressX = backend.address(x)
  const addressFilter = backend.address(filter)
  const output = backend.allocate(info.outShape)
  const y = backend.address(output)
  const { append } = backend.queue
  withPadded(backend, addressX, window.images, (image) => {
    const shared = {
      units: info.batchSize * info.outHeight,
      work: workOf(info),
      x: image,
      filter: addressFilter,
      bias: epilogue.bias,
      y,
      runs: backend.table(`runs ${window.key}`, () => runsOf(window)),
      runCount: window.runCount,
      runLength: window.runLength,
      outHeight: info.outHeight,
      outWidth: info.outWidth,
      outChannels: info.outChannels,
      imageStride: window.imageStride,
      rowStride: window.rowStride,
      activation: epilogue.activation,
    }
    const isPlane = info.inChannels === 1 && info.strideWidth === 1 && info.outWidth >= LEAST_PLANE_WIDTH
    if (isPlane) append.conv2dForwardPlane(shared)
    else append.conv2dForward({ ...shared, columnStride: window.columnStride })
  })
  epilogue.finish(y)
  return output
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const { x, dy } = inputs as Record<string, TensorInfo>
  if (!areFloats(x, dy)) return undefined
  const filterShape = attrs['filterShape'] as number[]
  const window = windowOf(x.shape, filterShape, attrs)
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info } = window
  const offsets = backend.table(`offsets ${window.key}`, () => floatOffsets(runsOf(window), window.runLength))
  const addressX = backend.address(x)
  const addressDy = backend.address(dy)
  const output = backend.allocate(filterShape)
  withPadded(backend, addressX, window.images, (image) => {
    appendFilterGradient(backend, {
      work: workOf(info),
      x: image,
      dy: addressDy,
      dFilter: backend.address(output),
      offsets,
      windowSize: window.runCount * window.runLength,
      batchSize: info.batchSize,
      planes: 1,
      outHeight: info.outHeight,
      outWidth: info.outWidth,
      outChannels: info.outChannels,
      imageStride: window.imageStride,
      planeStride: 0,
      rowStride: window.rowStride,
      columnStride: window.columnStride,
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const { dy, filter } = inputs as Record<string, TensorInfo>
  if (!areFloats(dy, filter)) return undefined
  const inputShape = attrs['inputShape'] as number[]
  const window = windowOf(inputShape, filter.shape, attrs)
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info, images } = window
  const addressDy = backend.address(dy)
  const addressFilter = backend.address(filter)
  const output = backend.allocate(inputShape)
  const dx = backend.address(output)
  const copyOut = (padded: number): void => copyImages(backend, images, padded + images.corner, dx, 'out')
  appendInputGradient(
    backend,
    {
      work: workOf(info),
      dy: addressDy,
      filter: addressFilter,
      dx,
      runs: backend.table(`runs ${window.key}`, () => runsOf(window)),
      runCount: window.runCount,
      runLength: window.runLength,
      batchSize: info.batchSize,
      planes: 1,
      outHeight: info.outHeight,
      outWidth: info.outWidth,
      outChannels: info.outChannels,
      imageStride: window.imageStride,
      planeStride: 0,
      rowStride: window.rowStride,
      columnStride: window.columnStride,
    },
    isPadded(images) ? copyOut : undefined,
  )
  return output
}

/**
 * How a convolution walks its (padded) input. All strides and offsets are in bytes.
 *
 * A window is a list of runs of contiguous floats: a run is one row of the filter, with all its columns and channels, or one
 * place of the filter if the columns are dilated.
 */
export interface ConvolutionWindow {
  readonly info: backend_util.Conv2DInfo
  readonly images: PaddedImages
  /** The number of runs in a window. */
  readonly runCount: number
  /** The number of floats in a run. */
  readonly runLength: number
  /** The bytes from one image, row or column of positions to the next. */
  readonly imageStride: number
  readonly rowStride: number
  readonly columnStride: number
  /** The key of tables of offsets: windows with equal keys have the same runs at the same offsets. */
  readonly key: string
}

/** The window of a convolution; undefined for layouts that are left to the stock kernels. */
export function windowOf(
  inputShape: number[],
  filterShape: number[],
  attrs: KernelArguments['attrs'],
): ConvolutionWindow | undefined {
  if (attrs['dataFormat'] !== 'NHWC') return undefined
  const info = backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs['strides'] as [number, number],
    (attrs['dilations'] as [number, number] | undefined) ?? 1,
    attrs['pad'] as number,
    attrs['dimRoundingMode'] as 'floor',
  )
  checkWindows(inputShape, filterShape, info)
  const { inChannels, filterHeight, filterWidth, dilationHeight, dilationWidth } = info
  if (info.outShape.includes(0) || filterShape[2] !== inChannels) return undefined
  const images = padImages(inputShape, borderOf(info))
  const { pixelBytes, paddedWidth, imageStride } = images
  const isDense = dilationWidth === 1
  return {
    info,
    images,
    runLength: isDense ? filterWidth * inChannels : inChannels,
    runCount: isDense ? filterHeight : filterHeight * filterWidth,
    imageStride,
    rowStride: info.strideHeight * paddedWidth * pixelBytes,
    columnStride: info.strideWidth * pixelBytes,
    key: [filterHeight, filterWidth, dilationHeight, dilationWidth, inChannels, paddedWidth].join(),
  }
}

/** The offset of each run from the first float of the window, in bytes. */
export function runsOf({ info, images: { paddedWidth, pixelBytes }, runCount }: ConvolutionWindow): number[] {
  const runsPerRow = runCount / info.filterHeight
  return Array.from({ length: runCount }, (_, i) => {
    const row = Math.floor(i / runsPerRow) * info.dilationHeight
    return (row * paddedWidth + (i % runsPerRow) * info.dilationWidth) * pixelBytes
  })
}

/** The offset of each float of a window from the first, in bytes, given the offsets of the runs. */
export function floatOffsets(runs: readonly number[], runLength: number): number[] {
  return runs.flatMap((offset) => Array.from({ length: runLength }, (_, i) => offset + i * 4))
}

/** The multiplications of a convolution, and of each of its gradients. */
export function workOf(info: backend_util.Conv2DInfo): number {
  const window = info.filterHeight * info.filterWidth * info.inChannels
  return info.batchSize * info.outHeight * info.outWidth * info.outChannels * window
}
