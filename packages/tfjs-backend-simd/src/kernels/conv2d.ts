import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'
import type { SimdBackend } from '../simd-backend.ts'
import { activationCodes } from './activation-codes.ts'

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
  withPadded(backend, x, window, (image) => {
    backend.withIntegers(window.runs, (taps) => {
      backend.kernels.conv2dForward(
        image,
        addressFilter,
        addressBias,
        backend.address(output),
        taps,
        window.runs.length,
        window.run,
        info.batchSize,
        info.outHeight,
        info.outWidth,
        info.outChannels,
        window.imageStride,
        window.rowStride,
        window.columnStride,
        activation,
      )
    })
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
  const channels = info.outChannels
  const paddedChannels = Math.ceil(channels / 4) * 4
  const tapCount = window.runs.length * window.run
  const taps = window.runs.flatMap((offset) => Array.from({ length: window.run }, (_, i) => offset + i * 4))
  const addressDy = backend.address(dy)
  const output = backend.allocate(filterShape)
  withPadded(backend, x, window, (image) => {
    backend.withIntegers(taps, (tapsAddress) => {
      const run = (target: number): void => {
        backend.kernels.conv2dFilterGradient(
          image,
          addressDy,
          target,
          paddedChannels * 4,
          tapsAddress,
          tapCount,
          info.batchSize,
          info.outHeight,
          info.outWidth,
          channels,
          window.imageStride,
          window.rowStride,
          window.columnStride,
        )
      }
      if (paddedChannels === channels) return run(backend.address(output))
      backend.withScratch(tapCount * paddedChannels * 4, (padded) => {
        run(padded)
        backend.kernels.copyRows(
          padded,
          backend.address(output),
          tapCount,
          channels * 4,
          paddedChannels * 4,
          channels * 4,
        )
      })
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
  const { info, paddedHeight, paddedWidth } = window
  const runs = window.runs.length
  const addressDy = backend.address(dy)
  const addressFilter = backend.address(filter)
  const output = backend.allocate(inputShape)
  const target = backend.address(output)
  const rowBytes = info.inWidth * info.inChannels * 4
  const size = info.batchSize * window.imageStride

  backend.withScratch(util.sizeFromShape(filter.shape) * 4, (transposed) => {
    backend.kernels.transpose(addressFilter, transposed, runs, window.run, info.outChannels)
    backend.withIntegers(window.runs, (taps) => {
      const run = (dx: number): void => {
        backend.kernels.zero(dx, size)
        backend.kernels.conv2dInputGradient(
          addressDy,
          transposed,
          dx,
          taps,
          runs,
          window.run,
          info.batchSize,
          info.outHeight,
          info.outWidth,
          info.outChannels,
          window.imageStride,
          window.rowStride,
          window.columnStride,
        )
      }
      if (paddedHeight === info.inHeight && paddedWidth === info.inWidth) return run(target)
      backend.withScratch(size, (padded) => {
        run(padded)
        const { top, left } = info.padInfo
        const paddedRow = paddedWidth * info.inChannels * 4
        const corner = padded + top * paddedRow + left * info.inChannels * 4
        for (let b = 0; b < info.batchSize; b++) {
          backend.kernels.copyRows(
            corner + b * window.imageStride,
            target + b * info.inHeight * rowBytes,
            info.inHeight,
            rowBytes,
            paddedRow,
            rowBytes,
          )
        }
      })
    })
  })
  return output
}

/** How a convolution walks its (padded) input: byte strides between positions, byte offsets of a window's runs. */
interface ConvolutionWindow {
  readonly info: backend_util.Conv2DInfo
  readonly paddedHeight: number
  readonly paddedWidth: number
  /** Consecutive floats in one run of the window. */
  readonly run: number
  /** Byte offset of each run from the window's first float. */
  readonly runs: number[]
  readonly imageStride: number
  readonly rowStride: number
  readonly columnStride: number
}

/** Undefined for layouts that are left to the stock kernels. */
function windowOf(
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
  const runsPerRow = isDense ? 1 : filterWidth
  return {
    info,
    paddedHeight,
    paddedWidth,
    run: isDense ? filterWidth * inChannels : inChannels,
    runs: Array.from({ length: filterHeight * runsPerRow }, (_, i) => {
      return Math.floor(i / runsPerRow) * dilationHeight * row + (i % runsPerRow) * dilationWidth * pixel
    }),
    imageStride: paddedHeight * row,
    rowStride: info.strideHeight * row,
    columnStride: info.strideWidth * pixel,
  }
}

/** Calls `use` with the address of x, or of a copy of x with its border of zeros. */
function withPadded(
  backend: SimdBackend,
  x: TensorInfo,
  { info, paddedHeight, paddedWidth, imageStride }: ConvolutionWindow,
  use: (address: number) => void,
): void {
  const address = backend.address(x)
  if (paddedHeight === info.inHeight && paddedWidth === info.inWidth) return use(address)
  const { top, left } = info.padInfo
  const rowBytes = info.inWidth * info.inChannels * 4
  const paddedRow = paddedWidth * info.inChannels * 4
  backend.withScratch(info.batchSize * imageStride, (padded) => {
    backend.kernels.zero(padded, info.batchSize * imageStride)
    const corner = padded + top * paddedRow + left * info.inChannels * 4
    for (let b = 0; b < info.batchSize; b++) {
      backend.kernels.copyRows(
        address + b * info.inHeight * rowBytes,
        corner + b * imageStride,
        info.inHeight,
        rowBytes,
        rowBytes,
        paddedRow,
      )
    }
    use(padded)
  })
}
