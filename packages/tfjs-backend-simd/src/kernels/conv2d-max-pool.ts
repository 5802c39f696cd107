import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { runsOf, windowOf, workOf } from './conv2d.ts'
import type { ConvolutionWindow } from './conv2d.ts'
import { copyImages, isPadded, withPadded } from './padded-images.ts'

/**
 * A convolution with its bias and 2 × 2 max-pooling, and its gradients, which multiply only with what the pooling let
 * through. These are no kernels of tfjs: a layer may call them by name when the active backend has them.
 *
 * `TunekitConv2DMaxPool` takes `x` [n, height, width, in], `filter` [height, width, in, out] and `bias` [out], and
 * returns `[y, places]`: y = maxPool(conv2d(x, filter, 1, pad) + bias, 2, 2, 'valid'), and which of the four positions
 * of a window y came from, for the gradients.
 *
 * `TunekitConv2DMaxPoolBackpropFilter` takes `{ x, dy, places }` and the attribute `filterShape`,
 * `TunekitConv2DMaxPoolBackpropInput` takes `{ dy, places, filter }` and `inputShape`.
 *
 * All take the attribute `pad`: 'valid' or 'same'. Tensors are float32 (places int32), NHWC. `places` has to be what
 * `TunekitConv2DMaxPool` returned for inputs of the same shapes: the gradients read and write where it says.
 */
export const conv2dMaxPoolKernels: NativeKernels = {
  TunekitConv2DMaxPool: conv2dMaxPool,
  TunekitConv2DMaxPoolBackpropFilter: filterGradient,
  TunekitConv2DMaxPoolBackpropInput: inputGradient,
}

function conv2dMaxPool({ inputs, attrs, backend }: KernelArguments): TensorInfo[] {
  const { x, filter, bias } = inputs as Record<string, TensorInfo>
  checkShape('bias', bias, filter.shape.slice(-1))
  const { window, poolHeight, poolWidth, pooledShape } = pooling(x.shape, filter.shape, attrs, [
    x,
    filter,
    bias,
  ])
  const { info } = window
  const addressFilter = backend.address(filter)
  const addressBias = backend.address(bias)
  const output = backend.allocate(pooledShape)
  const places = backend.allocate(pooledShape, 'int32')
  strides.set(places.dataId, stridesOf(window))
  withPadded(backend, backend.address(x), window.images, (image) => {
    backend.withScratch(util.sizeFromShape(pooledShape) * 16, (rows) => {
      backend.queue.append(
        'conv2dMaxPool',
        { units: info.batchSize * poolHeight, work: workOf(info) },
        image,
        addressFilter,
        addressBias,
        backend.address(output),
        backend.address(places),
        rows,
        backend.table(`runs ${window.key}`, () => runsOf(window)),
        window.runCount,
        window.run,
        info.inChannels,
        poolHeight,
        poolWidth,
        info.outChannels,
        window.imageStride,
        window.rowStride,
      )
    })
  })
  return [output, places]
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo {
  const { x, dy, places } = inputs as Record<string, TensorInfo>
  const filterShape = attrs['filterShape'] as number[]
  const { window, poolHeight, poolWidth, pooledShape, listBytes } = pooling(x.shape, filterShape, attrs, [
    x,
    dy,
  ])
  checkShape('dy', dy, pooledShape)
  checkPlaces(places, pooledShape, window)
  const { info, rowStride } = window
  const addresses = [dy, places].map((tensor) => backend.address(tensor))
  const output = backend.allocate(filterShape)
  const scratchStride = roundUp(listBytes + window.runCount * window.run * 4)
  withPadded(backend, backend.address(x), window.images, (image) => {
    backend.withScratch(info.outChannels * scratchStride, (scratch) => {
      backend.queue.append(
        'conv2dMaxPoolFilterGradient',
        { units: info.outChannels, work: workOf(info) / DENSITY },
        image,
        addresses[0],
        addresses[1],
        backend.address(output),
        scratch,
        scratchStride,
        listBytes,
        info.batchSize,
        poolHeight * poolWidth,
        info.outChannels,
        window.runCount,
        window.run,
        window.imageStride,
        rowStride,
      )
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo {
  const { dy, places, filter } = inputs as Record<string, TensorInfo>
  const inputShape = attrs['inputShape'] as number[]
  const { window, poolHeight, poolWidth, pooledShape, listBytes } = pooling(inputShape, filter.shape, attrs, [
    dy,
    filter,
  ])
  checkShape('dy', dy, pooledShape)
  checkPlaces(places, pooledShape, window)
  const { info, rowStride, imageStride } = window
  const addresses = [dy, places, filter].map((tensor) => backend.address(tensor))
  const output = backend.allocate(inputShape)
  const taps = window.runCount * window.run
  const scratchStride = roundUp(listBytes + 4 * imageStride)
  backend.withScratch(taps * info.outChannels * 4, (transposed) => {
    const share = { units: 1, work: taps * info.outChannels }
    backend.queue.append('transpose', share, addresses[2], transposed, taps, info.outChannels)
    backend.withScratch(info.batchSize * scratchStride, (scratch) => {
      const run = (target: number): void => {
        backend.queue.append(
          'conv2dMaxPoolInputGradient',
          { units: info.batchSize, work: workOf(info) / DENSITY },
          addresses[0],
          addresses[1],
          transposed,
          target,
          scratch,
          scratchStride,
          listBytes,
          poolHeight * poolWidth,
          info.outChannels,
          window.runCount,
          window.run,
          imageStride,
          rowStride,
        )
      }
      const target = backend.address(output)
      if (!isPadded(window.images)) return run(target)
      backend.withScratch(info.batchSize * imageStride, (padded) => {
        run(padded)
        copyImages(backend, window.images, padded + window.images.corner, target, 'out')
      })
    })
  })
  return output
}

/** One of how many positions of the convolution has a gradient, when all windows have. */
const DENSITY = 4

interface Pooling {
  readonly window: ConvolutionWindow
  readonly poolHeight: number
  readonly poolWidth: number
  readonly pooledShape: number[]
  /** Size of a list of the gradients of one channel of one image. */
  readonly listBytes: number
}

function pooling(
  inputShape: number[],
  filterShape: number[],
  attrs: KernelArguments['attrs'],
  floats: TensorInfo[],
): Pooling {
  const geometry = { strides: [1, 1], dilations: 1, pad: attrs['pad'], dataFormat: 'NHWC' }
  const window = windowOf(inputShape, filterShape, geometry)
  const { outHeight = 0, outWidth = 0, batchSize = 0, outChannels = 0 } = window?.info ?? {}
  if (!window || !areFloats(...floats) || outHeight < 2 || outWidth < 2) {
    throw new RangeError(
      `The convolution cannot be pooled: expected float32 tensors and an output of 2 × 2 or more, ` +
        `got ${floats.map(({ dtype }) => dtype)} and ${outHeight} × ${outWidth}.`,
    )
  }
  const [poolHeight, poolWidth] = [outHeight >> 1, outWidth >> 1]
  return {
    window,
    poolHeight,
    poolWidth,
    pooledShape: [batchSize, poolHeight, poolWidth, outChannels],
    listBytes: roundUp((poolHeight * poolWidth + 1) * 8),
  }
}

/** What the numbers in tensors of places were made with, by data id. */
const strides = new WeakMap<object, string>()

function stridesOf({ rowStride, info }: ConvolutionWindow): string {
  return `${rowStride} ${info.inChannels}`
}

/** With equal strides and shapes, every place lies in the image. */
function checkPlaces(places: TensorInfo, shape: number[], window: ConvolutionWindow): void {
  checkShape('places', places, shape)
  if (places.dtype === 'int32' && strides.get(places.dataId) === stridesOf(window)) return
  throw new RangeError(
    '`places` must be the second result of TunekitConv2DMaxPool for inputs and a filter of the same shapes.',
  )
}

function checkShape(name: string, { shape }: TensorInfo, expected: number[]): void {
  if (util.arraysEqual(shape, expected)) return
  throw new RangeError(`\`${name}\` must have the shape [${expected}], got [${shape}].`)
}

/** To whole cache lines, with room for a vector at the end. */
function roundUp(bytes: number): number {
  return Math.ceil((bytes + 16) / 64) * 64
}
