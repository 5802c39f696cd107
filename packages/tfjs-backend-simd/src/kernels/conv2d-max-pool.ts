import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { LIST_ENTRY_BYTES } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { runsOf, windowOf, workOf } from './conv2d.ts'
import type { ConvolutionWindow } from './conv2d.ts'
import { copyImages, isPadded, withPadded } from './padded-images.ts'

/**
 * Convolution with bias and 2 × 2 max-pooling, and its gradients, which skip the outputs that the pooling dropped. These are
 * not kernels of tfjs: a layer may call them by name when the active backend has them.
 *
 * `TunekitConv2DMaxPool` takes `x` [n, height, width, in], `filter` [height, width, in, out] and `bias` [out], and
 * returns `[y, places]`: y = maxPool(conv2d(x, filter, 1, pad) + bias, 2, 2, 'valid'), and the position of the maximum in each
 * window, which the gradients need.
 *
 * `TunekitConv2DMaxPoolBackpropFilter` takes `{ x, dy, places }` and the attribute `filterShape`,
 * `TunekitConv2DMaxPoolBackpropInput` takes `{ dy, places, filter }` and `inputShape`.
 *
 * All take the attribute `pad`: 'valid' or 'same'. Tensors are float32 (places int32), NHWC. `places` must be the second
 * result of `TunekitConv2DMaxPool` for inputs of the same shapes, since the gradients read and write at these places.
 */
export const conv2dMaxPoolKernels: NativeKernels = {
  TunekitConv2DMaxPool: conv2dMaxPool,
  TunekitConv2DMaxPoolBackpropFilter: filterGradient,
  TunekitConv2DMaxPoolBackpropInput: inputGradient,
}

function conv2dMaxPool({ inputs, attrs, backend }: KernelArguments): TensorInfo[] {
  const { x, filter, bias } = inputs as Record<string, TensorInfo>
  checkShape('bias', bias, filter.shape.slice(-1))
  const pooling = poolingOf(x.shape, filter.shape, attrs, [x, filter, bias])
  const { window, poolHeight, poolWidth, pooledShape } = pooling
  const { info } = window
  const addresses = { filter: backend.address(filter), bias: backend.address(bias) }
  const output = backend.allocate(pooledShape)
  const places = backend.allocate(pooledShape, 'int32')
  stridesOfPlaces.set(places.dataId, stridesOf(window))
  withPadded(backend, backend.address(x), window.images, (image) => {
    const convolutionBytes = util.sizeFromShape(pooledShape) * 4 * 4 // four floats for each pooled one
    backend.withScratch(convolutionBytes, (rows) => {
      backend.queue.append.conv2dMaxPool({
        units: info.batchSize * poolHeight,
        work: workOf(info),
        x: image,
        ...addresses,
        y: backend.address(output),
        places: backend.address(places),
        rows,
        runs: backend.table(`runs ${window.key}`, () => runsOf(window)),
        runCount: window.runCount,
        runLength: window.runLength,
        inChannels: info.inChannels,
        poolHeight,
        poolWidth,
        outChannels: info.outChannels,
        imageStride: window.imageStride,
        rowStride: window.rowStride,
      })
    })
  })
  return [output, places]
}

function filterGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo {
  const { x, dy, places } = inputs as Record<string, TensorInfo>
  const filterShape = attrs['filterShape'] as number[]
  const pooling = poolingOf(x.shape, filterShape, attrs, [x, dy])
  const { window, listBytes } = pooling
  const { info } = window
  checkShape('dy', dy, pooling.pooledShape)
  checkPlaces(places, pooling)
  const addresses = { dy: backend.address(dy), places: backend.address(places) }
  const output = backend.allocate(filterShape)
  const scratchStride = roundUp(listBytes + window.runCount * window.runLength * 4)
  withPadded(backend, backend.address(x), window.images, (image) => {
    backend.withScratch(info.outChannels * scratchStride, (scratch) => {
      backend.queue.append.conv2dMaxPoolFilterGradient({
        units: info.outChannels,
        work: workOf(info) / OUTPUTS_PER_GRADIENT,
        x: image,
        ...addresses,
        dFilter: backend.address(output),
        scratch,
        scratchStride,
        listBytes,
        batchSize: info.batchSize,
        windows: pooling.poolHeight * pooling.poolWidth,
        outChannels: info.outChannels,
        runCount: window.runCount,
        runLength: window.runLength,
        imageStride: window.imageStride,
        rowStride: window.rowStride,
      })
    })
  })
  return output
}

function inputGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo {
  const { dy, places, filter } = inputs as Record<string, TensorInfo>
  const inputShape = attrs['inputShape'] as number[]
  const pooling = poolingOf(inputShape, filter.shape, attrs, [dy, filter])
  const { window, listBytes } = pooling
  const { info, images, imageStride } = window
  checkShape('dy', dy, pooling.pooledShape)
  checkPlaces(places, pooling)
  const addresses = { dy: backend.address(dy), places: backend.address(places) }
  const source = backend.address(filter)
  const output = backend.allocate(inputShape)
  const { append } = backend.queue
  const windowSize = window.runCount * window.runLength
  const filterSize = windowSize * info.outChannels
  const scratchStride = roundUp(listBytes + 4 * imageStride)
  backend.withScratch(filterSize * 4, (transposed) => {
    const matrix = { source, target: transposed, rows: windowSize, columns: info.outChannels }
    append.transpose({ units: 1, work: filterSize, ...matrix })
    backend.withScratch(info.batchSize * scratchStride, (scratch) => {
      const appendTo = (dx: number): void => {
        append.conv2dMaxPoolInputGradient({
          units: info.batchSize,
          work: workOf(info) / OUTPUTS_PER_GRADIENT,
          ...addresses,
          filter: transposed,
          dx,
          scratch,
          scratchStride,
          listBytes,
          windows: pooling.poolHeight * pooling.poolWidth,
          outChannels: info.outChannels,
          runCount: window.runCount,
          runLength: window.runLength,
          imageStride,
          rowStride: window.rowStride,
        })
      }
      const dx = backend.address(output)
      if (!isPadded(images)) return appendTo(dx)
      backend.withScratch(info.batchSize * imageStride, (padded) => {
        appendTo(padded)
        copyImages(backend, images, padded + images.corner, dx, 'out')
      })
    })
  })
  return output
}

/** At most one in four outputs of the convolution receives a gradient, since windows are 2 × 2. */
const OUTPUTS_PER_GRADIENT = 4

interface Pooling {
  readonly window: ConvolutionWindow
  readonly poolHeight: number
  readonly poolWidth: number
  readonly pooledShape: number[]
  /** The bytes of a list of the gradients of one channel of one image. */
  readonly listBytes: number
}

function poolingOf(
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
    // The operation writes one entry beyond the list.
    listBytes: roundUp((poolHeight * poolWidth + 1) * LIST_ENTRY_BYTES),
  }
}

/** The strides from which the offsets in a tensor of places were computed, by its data id. */
const stridesOfPlaces = new WeakMap<object, string>()

function stridesOf({ rowStride, info }: ConvolutionWindow): string {
  return `${rowStride} ${info.inChannels}`
}

/** Checks that every place lies in the image, which equal strides and shapes ensure. */
function checkPlaces(places: TensorInfo, { window, pooledShape }: Pooling): void {
  checkShape('places', places, pooledShape)
  if (places.dtype === 'int32' && stridesOfPlaces.get(places.dataId) === stridesOf(window)) return
  throw new RangeError(
    '`places` must be the second result of TunekitConv2DMaxPool for inputs and a filter of the same shapes.',
  )
}

function checkShape(name: string, { shape }: TensorInfo, expected: number[]): void {
  if (util.arraysEqual(shape, expected)) return
  throw new RangeError(`\`${name}\` must have the shape [${expected}], got [${shape}].`)
}

/** Rounds up to whole cache lines, with room for a vector at the end. */
function roundUp(bytes: number): number {
  return Math.ceil((bytes + 16) / 64) * 64
}
