import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { compactRows } from './compact-rows.ts'
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
  const x = inputs['x'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  if (!areFloats(x, filter)) return undefined
  const window = windowOf(x.shape, filter.shape, attrs)
  const epilogue = window && epilogueOf(args, window.info.outShape)
  if (!window || !epilogue) return undefined
  const { info } = window
  const addressX = backend.address(x)
  const addressFilter = backend.address(filter)
  const output = backend.allocate(info.outShape)
  const share = { units: info.batchSize * info.outHeight, work: workOf(info) }
  const y = backend.address(output)
  withPadded(backend, addressX, window.images, (image) => {
    const walk = [
      image,
      addressFilter,
      epilogue.bias,
      y,
      backend.table(`runs ${window.key}`, () => runsOf(window)),
      window.runCount,
      window.run,
      info.outHeight,
      info.outWidth,
      info.outChannels,
      window.imageStride,
      window.rowStride,
    ] as const
    if (info.inChannels === 1 && info.strideWidth === 1 && info.outWidth >= 8) {
      backend.queue.append('conv2dForwardPlane', share, ...walk, epilogue.activation)
    } else {
      backend.queue.append('conv2dForward', share, ...walk, window.columnStride, epilogue.activation)
    }
  })
  epilogue.finish(y)
  return output
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  if (!areFloats(x, dy)) return undefined
  const filterShape = attrs['filterShape'] as number[]
  const window = windowOf(x.shape, filterShape, attrs)
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info } = window
  const channelBytes = info.outChannels * 4
  const stride = Math.ceil(info.outChannels / 4) * 16
  const tapCount = window.runCount * window.run
  const taps = backend.table(`taps ${window.key}`, () => tapsOf(window))
  const addressX = backend.address(x)
  const addressDy = backend.address(dy)
  const output = backend.allocate(filterShape)
  const target = backend.address(output)
  withPadded(backend, addressX, window.images, (image) => {
    const run = (to: number): void => {
      backend.queue.append(
        'conv2dFilterGradient',
        { units: Math.ceil(tapCount / 4), work: workOf(info) },
        image,
        addressDy,
        to,
        stride,
        taps,
        tapCount,
        info.batchSize,
        1,
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.imageStride,
        0,
        window.rowStride,
        window.columnStride,
      )
    }
    if (stride === channelBytes) return run(target)
    backend.withScratch(tapCount * stride, (padded) => {
      run(padded)
      compactRows(backend, padded, target, tapCount, stride, channelBytes)
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const dy = inputs['dy'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  if (!areFloats(dy, filter)) return undefined
  const inputShape = attrs['inputShape'] as number[]
  const window = windowOf(inputShape, filter.shape, attrs)
  if (!window || !util.arraysEqual(dy.shape, window.info.outShape)) return undefined
  const { info } = window
  const addressDy = backend.address(dy)
  const addressFilter = backend.address(filter)
  const output = backend.allocate(inputShape)
  const target = backend.address(output)
  const runs = backend.table(`runs ${window.key}`, () => runsOf(window))
  const { images } = window

  backend.withScratch(util.sizeFromShape(filter.shape) * 4, (transposed) => {
    const share = { units: window.runCount, work: util.sizeFromShape(filter.shape) }
    backend.queue.append('transpose', share, addressFilter, transposed, window.run, info.outChannels)
    const run = (dx: number): void => {
      backend.queue.append(
        'conv2dInputGradient',
        { units: info.batchSize, work: workOf(info) },
        addressDy,
        transposed,
        dx,
        runs,
        window.runCount,
        window.run,
        1,
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.imageStride,
        0,
        window.rowStride,
        window.columnStride,
      )
    }
    if (!isPadded(images)) return run(target)
    backend.withScratch(images.count * images.imageStride, (padded) => {
      run(padded)
      copyImages(backend, images, padded + images.corner, target, 'out')
    })
  })
  return output
}

/** How a convolution walks its (padded) input. All strides and offsets are in bytes. */
export interface ConvolutionWindow {
  readonly info: backend_util.Conv2DInfo
  readonly images: PaddedImages
  /** Consecutive floats in one run of the window. */
  readonly run: number
  readonly runCount: number
  /** From one position to the next. */
  readonly imageStride: number
  readonly rowStride: number
  readonly columnStride: number
  /** Equal keys mean equal offsets within the window. */
  readonly key: string
}

/** Undefined for layouts that are left to the stock kernels. */
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
  const { pixel, paddedWidth, imageStride } = images
  const isDense = dilationWidth === 1
  return {
    info,
    images,
    run: isDense ? filterWidth * inChannels : inChannels,
    runCount: isDense ? filterHeight : filterHeight * filterWidth,
    imageStride,
    rowStride: info.strideHeight * paddedWidth * pixel,
    columnStride: info.strideWidth * pixel,
    key: [filterHeight, filterWidth, dilationHeight, dilationWidth, inChannels, paddedWidth].join(),
  }
}

/** Offset of each run from the window's first float. */
export function runsOf({ info, images: { paddedWidth, pixel }, runCount }: ConvolutionWindow): number[] {
  const runsPerRow = runCount / info.filterHeight
  return Array.from({ length: runCount }, (_, i) => {
    const row = Math.floor(i / runsPerRow) * info.dilationHeight
    return (row * paddedWidth + (i % runsPerRow) * info.dilationWidth) * pixel
  })
}

/** Offset of each float from the window's first. */
function tapsOf(window: ConvolutionWindow): number[] {
  return runsOf(window).flatMap((offset) => Array.from({ length: window.run }, (_, i) => offset + i * 4))
}

/** Multiplications of a convolution, and of each of its gradients. */
export function workOf(info: backend_util.Conv2DInfo): number {
  const window = info.filterHeight * info.filterWidth * info.inChannels
  return info.batchSize * info.outHeight * info.outWidth * info.outChannels * window
}
