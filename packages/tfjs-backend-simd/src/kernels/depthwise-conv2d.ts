import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { DEPTHWISE_UNIT_CHANNELS } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { appendDepthwiseInputGradient } from './depthwise-input-gradient.ts'
import { blocksOf } from './broadcast-walk.ts'
import { epilogueOf } from './epilogue.ts'
import { checkWindows } from './geometry.ts'
import { borderOf, padImages, withPadded } from './padded-images.ts'
import type { PaddedImages } from './padded-images.ts'

/**
 * Depthwise convolution and its two gradients, NHWC, with any stride, dilation, padding and channel multiplier.
 *
 * For a multiplier q > 1 every channel of the input is first repeated q times, so that input, filter and output have the
 * same channels.
 */
export const depthwiseConv2dKernels: NativeKernels = {
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2D: depthwise,
  DepthwiseConv2dNativeBackpropFilter: filterGradient,
  DepthwiseConv2dNativeBackpropInput: inputGradient,
}

function depthwise(args: KernelArguments): TensorInfo | undefined {
  const { inputs, attrs, backend } = args
  const x = inputs['x'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  if (!areFloats(x, filter)) return undefined
  const info = infoOf(x.shape, filter.shape, attrs)
  if (info && hasSteps(info) && hasDilations(info)) return undefined // the stock kernel throws
  const epilogue = info && epilogueOf(args, info.outShape)
  if (!info || !epilogue) return undefined
  const addressFilter = backend.address(filter)
  const { images, taps, rowStride, columnStride } = walkOf(backend, info)
  const addressX = backend.address(x)
  const output = backend.allocate(info.outShape)
  const y = backend.address(output)
  const { outHeight, outWidth, outChannels } = info
  withRepeated(backend, addressX, info, (wide) => {
    withPadded(backend, wide, images, (image) => {
      backend.queue.append.depthwise({
        units: info.batchSize * outHeight,
        work: workOf(info),
        x: image,
        filter: addressFilter,
        bias: epilogue.bias,
        y,
        taps,
        tapCount: info.filterHeight * info.filterWidth,
        outHeight,
        outWidth,
        channels: outChannels,
        imageStride: images.imageStride,
        rowStride,
        columnStride,
        yImageStride: outHeight * outWidth * outChannels * 4,
        yRowStride: outWidth * outChannels * 4,
        yColumnStride: outChannels * 4,
        activation: epilogue.activation,
      })
    })
  })
  epilogue.finish(y)
  return output
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  const filterShape = attrs['filterShape'] as number[]
  const info = infoOf(x.shape, filterShape, attrs)
  if (!info || !areFloats(x, dy) || !util.arraysEqual(dy.shape, info.outShape)) return undefined
  const addressDy = backend.address(dy)
  const addressX = backend.address(x)
  const { images, taps, rowStride, columnStride } = walkOf(backend, info)
  const output = backend.allocate(filterShape)
  const tapCount = info.filterHeight * info.filterWidth
  withRepeated(backend, addressX, info, (wide) => {
    withPadded(backend, wide, images, (image) => {
      backend.queue.append.depthwiseFilterGradient({
        units: Math.ceil(info.outChannels / DEPTHWISE_UNIT_CHANNELS) * tapCount,
        work: workOf(info),
        x: image,
        dy: addressDy,
        dFilter: backend.address(output),
        taps,
        tapCount,
        batchSize: info.batchSize,
        outHeight: info.outHeight,
        outWidth: info.outWidth,
        channels: info.outChannels,
        imageStride: images.imageStride,
        rowStride,
        columnStride,
      })
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const dy = inputs['dy'] as TensorInfo
  const filter = inputs['filter'] as TensorInfo
  const inputShape = attrs['inputShape'] as number[]
  const info = infoOf(inputShape, filter.shape, attrs)
  if (!info || !areFloats(dy, filter) || !util.arraysEqual(dy.shape, info.outShape)) return undefined
  const addresses = { dy: backend.address(dy), filter: backend.address(filter) }
  const output = backend.allocate(inputShape)
  const dx = backend.address(output)
  const times = info.outChannels / info.inChannels
  const size = util.sizeFromShape(inputShape)
  if (times === 1) {
    appendDepthwiseInputGradient(backend, info, { ...addresses, dx })
  } else {
    backend.withScratch(size * times * 4, (wide) => {
      appendDepthwiseInputGradient(backend, info, { ...addresses, dx: wide })
      backend.queue.append.sumRepeats({ ...blocksOf(size), x: wide, y: dx, size, times })
    })
  }
  return output
}

/** The geometry of a depthwise convolution; undefined if the output is empty or the shapes do not fit. */
function infoOf(
  inputShape: number[],
  filterShape: number[],
  attrs: KernelArguments['attrs'],
): backend_util.Conv2DInfo | undefined {
  const strides = attrs['strides'] as [number, number]
  const dilations = (attrs['dilations'] as [number, number] | null | undefined) ?? [1, 1]
  const info = backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations,
    attrs['pad'] as number,
    attrs['dimRoundingMode'] as 'floor',
    true,
  )
  checkWindows(inputShape, filterShape, info)
  return info.outShape.includes(0) || filterShape[2] !== info.inChannels ? undefined : info
}

function hasSteps({ strideHeight, strideWidth }: backend_util.Conv2DInfo): boolean {
  return strideHeight > 1 || strideWidth > 1
}

function hasDilations({ dilationHeight, dilationWidth }: backend_util.Conv2DInfo): boolean {
  return dilationHeight > 1 || dilationWidth > 1
}

/** How a depthwise convolution walks its (padded) input, which has the channels of the output. */
interface DepthwiseWalk {
  readonly images: PaddedImages
  /** The address of the table of taps, see assembly/depthwise.ts. */
  readonly taps: number
  /** The bytes from one row or column of positions to the next. */
  readonly rowStride: number
  readonly columnStride: number
}

function walkOf(backend: NativeTensors, info: backend_util.Conv2DInfo): DepthwiseWalk {
  const { batchSize, inHeight, inWidth, outChannels, filterHeight, filterWidth } = info
  const images = padImages([batchSize, inHeight, inWidth, outChannels], borderOf(info))
  const { pixelBytes, paddedWidth } = images
  const { dilationHeight, dilationWidth } = info
  const key = [filterHeight, filterWidth, dilationHeight, dilationWidth, outChannels, paddedWidth].join()
  const taps = backend.table(`depthwise ${key}`, () =>
    Array.from({ length: filterHeight * filterWidth }, (_, tap) => {
      const row = Math.floor(tap / filterWidth) * dilationHeight
      const column = (tap % filterWidth) * dilationWidth
      return [(row * paddedWidth + column) * pixelBytes, tap * pixelBytes]
    }).flat(),
  )
  return {
    images,
    taps,
    rowStride: info.strideHeight * paddedWidth * pixelBytes,
    columnStride: info.strideWidth * pixelBytes,
  }
}

/** Calls `use` with the address of x, or of a copy of x with repeated channels if there is a channel multiplier. */
function withRepeated(
  backend: NativeTensors,
  x: number,
  info: backend_util.Conv2DInfo,
  use: (address: number) => void,
): void {
  const times = info.outChannels / info.inChannels
  if (times === 1) return use(x)
  const size = util.sizeFromShape(info.inShape)
  backend.withScratch(size * times * 4, (wide) => {
    backend.queue.append.repeatFloats({ ...blocksOf(size), x, y: wide, size, times })
    use(wide)
  })
}

/** The multiplications of a depthwise convolution, and of each of its gradients. */
function workOf(info: backend_util.Conv2DInfo): number {
  return util.sizeFromShape(info.outShape) * info.filterHeight * info.filterWidth
}
