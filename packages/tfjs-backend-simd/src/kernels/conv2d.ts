import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'
import type { SimdBackend } from '../simd-backend.ts'
import { activationCodes } from './activation-codes.ts'
import { compactRows } from './compact-rows.ts'

/** Convolution and its two gradients, NHWC, with any stride, dilation and padding. */
export const conv2dKernels: NativeKernels = {
  Conv2D: (args) => conv2d(args, 0),
  FusedConv2D: fusedConv2d,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: inputGradient,
}

function fusedConv2d(args: KernelArguments): TensorInfo | undefined {
  const { filter, bias } = args.inputs
  const code = activationCodes[(args.attrs['activation'] as string | undefined) ?? 'linear']
  if (code === undefined) return undefined
  if (bias && util.sizeFromShape(bias.shape) !== (filter as TensorInfo).shape[3]) return undefined
  return conv2d(args, code)
}

function conv2d({ inputs, attrs, backend }: KernelArguments, activation: number): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  const bias = inputs['bias']
  if (!areFloats(x, filter, bias)) return undefined
  const window = windowOf(x.shape, filter.shape, attrs)
  if (!window) return undefined
  const { info } = window
  const addressFilter = backend.address(filter)
  const addressBias = bias ? backend.address(bias) : 0
  const output = backend.allocate(info.outShape)
  const share = { units: info.batchSize * info.outHeight, work: workOf(info) }
  withPadded(backend, x, window, (image) => {
    const walk = [
      image,
      addressFilter,
      addressBias,
      backend.address(output),
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
      backend.queue.append('conv2dForwardPlane', share, ...walk, activation)
    } else {
      backend.queue.append('conv2dForward', share, ...walk, window.columnStride, activation)
    }
  })
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
  const addressDy = backend.address(dy)
  const output = backend.allocate(filterShape)
  const target = backend.address(output)
  withPadded(backend, x, window, (image) => {
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
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.imageStride,
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
  const size = info.batchSize * window.imageStride

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
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.imageStride,
        window.rowStride,
        window.columnStride,
      )
    }
    if (!isPadded(window)) return run(target)
    backend.withScratch(size, (padded) => {
      run(padded)
      copyImages(backend, window, padded + window.corner, target, 'out')
    })
  })
  return output
}

/** How a convolution walks its (padded) input. All strides and offsets are in bytes. */
export interface ConvolutionWindow {
  readonly info: backend_util.Conv2DInfo
  readonly paddedHeight: number
  readonly paddedWidth: number
  /** Offset of the image's first float in the padded one. */
  readonly corner: number
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
  const { padInfo, inChannels, filterHeight, filterWidth, dilationHeight, dilationWidth } = info
  if (info.outShape.includes(0) || filterShape[2] !== inChannels) return undefined
  // For a numeric pad tfjs takes the window and stride to be square, so the last windows may lie beyond the border.
  const paddedHeight = Math.max(
    padInfo.top + info.inHeight,
    (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight,
  )
  const paddedWidth = Math.max(
    padInfo.left + info.inWidth,
    (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth,
  )
  const pixel = inChannels * 4
  const row = paddedWidth * pixel
  const isDense = dilationWidth === 1
  return {
    info,
    paddedHeight,
    paddedWidth,
    corner: padInfo.top * row + padInfo.left * pixel,
    run: isDense ? filterWidth * inChannels : inChannels,
    runCount: isDense ? filterHeight : filterHeight * filterWidth,
    imageStride: paddedHeight * row,
    rowStride: info.strideHeight * row,
    columnStride: info.strideWidth * pixel,
    key: [filterHeight, filterWidth, dilationHeight, dilationWidth, inChannels, paddedWidth].join(),
  }
}

/** Offset of each run from the window's first float. */
export function runsOf({ info, paddedWidth, runCount }: ConvolutionWindow): number[] {
  const pixel = info.inChannels * 4
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

export function isPadded({ info, paddedHeight, paddedWidth }: ConvolutionWindow): boolean {
  return paddedHeight !== info.inHeight || paddedWidth !== info.inWidth
}

/** Calls `use` with the address of x, or of a copy of x with its border of zeros. */
export function withPadded(
  backend: SimdBackend,
  x: TensorInfo,
  window: ConvolutionWindow,
  use: (address: number) => void,
): void {
  const address = backend.address(x)
  if (!isPadded(window)) return use(address)
  const size = window.info.batchSize * window.imageStride
  backend.withScratch(size, (padded) => {
    backend.queue.append('zero', { units: Math.ceil(size / 64), work: size / 4 }, padded, size)
    copyImages(backend, window, address, padded + window.corner, 'in')
    use(padded)
  })
}

/** Copies a batch of images into their padded ones, or out of them. */
export function copyImages(
  backend: SimdBackend,
  { info, paddedWidth, imageStride }: ConvolutionWindow,
  from: number,
  to: number,
  direction: 'in' | 'out',
): void {
  const rowBytes = info.inWidth * info.inChannels * 4
  const imageBytes = info.inHeight * rowBytes
  const paddedRow = paddedWidth * info.inChannels * 4
  const image = [rowBytes, imageBytes]
  const padded = [paddedRow, imageStride]
  const [source, target] = direction === 'in' ? [image, padded] : [padded, image]
  const share = { units: info.batchSize, work: (info.batchSize * imageBytes) / 4 }
  backend.queue.append(
    'copyRows',
    share,
    from,
    to,
    info.inHeight,
    rowBytes,
    source[0],
    target[0],
    source[1],
    target[1],
  )
}

/** Multiplications of a convolution, and of each of its gradients. */
export function workOf(info: backend_util.Conv2DInfo): number {
  const window = info.filterHeight * info.filterWidth * info.inChannels
  return info.batchSize * info.outHeight * info.outWidth * info.outChannels * window
}
