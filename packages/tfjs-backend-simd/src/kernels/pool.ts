import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Arguments, Share } from '../generated/operations.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { checkWindows } from './geometry.ts'

/** Pooling and its gradients, NHWC. */
export const poolKernels: NativeKernels = {
  MaxPool: (args) => pool(args, 'maxPool'),
  AvgPool: (args) => pool(args, 'averagePool'),
  MaxPoolGrad: maxPoolGradient,
  AvgPoolGrad: averagePoolGradient,
}

/** The arguments of the operations that say where windows are in images, see assembly/pool.ts. */
export type PoolGeometry = Omit<Arguments<'maxPool'>, 'x' | 'y' | 'units' | 'work'>

function pool(
  { inputs, attrs, backend }: KernelArguments,
  name: 'maxPool' | 'averagePool',
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const info = poolInfo(x.shape, attrs)
  // The stock kernels return the input itself where every window is one place.
  const isIdentity = info.filterHeight === 1 && info.filterWidth === 1
  if (isIdentity && util.arraysEqual(info.inShape, info.outShape)) return undefined
  const address = backend.address(x)
  const output = backend.allocate(info.outShape)
  const y = backend.address(output)
  const { append } = backend.queue
  if (name === 'maxPool' && tilesBy2x2(info)) {
    append.maxPool2x2({ ...rowsOf(info), x: address, y })
  } else {
    append[name]({ ...geometryOf(info), ...imagesOf(info), x: address, y })
  }
  return output
}

function maxPoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  if (!areFloats(x, dy)) return undefined
  const info = poolInfo(x.shape, attrs)
  if (!util.arraysEqual(dy.shape, info.outShape)) return undefined
  const addresses = { x: backend.address(x), dy: backend.address(dy) }
  const output = backend.allocate(x.shape)
  const dx = backend.address(output)
  const { append } = backend.queue
  if (tilesBy2x2(info)) append.maxPool2x2Gradient({ ...rowsOf(info), ...addresses, dx })
  else append.maxPoolGradient({ ...geometryOf(info), ...imagesOf(info), ...addresses, dx, takesLast: false })
  return output
}

function averagePoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  if (!areFloats(dy) || x.shape.length !== 4) return undefined
  const info = poolInfo(x.shape, attrs, null) // tfjs passes no rounding mode
  if (!util.arraysEqual(dy.shape, info.outShape)) return undefined
  const address = backend.address(dy)
  const output = backend.allocate(x.shape)
  const dx = backend.address(output)
  backend.queue.append.averagePoolGradient({ ...geometryOf(info), ...imagesOf(info), dy: address, dx })
  return output
}

function poolInfo(
  shape: number[],
  attrs: KernelArguments['attrs'],
  roundingMode: unknown = attrs['dimRoundingMode'],
): backend_util.Conv2DInfo {
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    attrs['filterSize'] as [number, number],
    attrs['strides'] as [number, number],
    1,
    attrs['pad'] as number,
    roundingMode as 'floor',
  )
  checkWindows(shape, [info.filterHeight, info.filterWidth, info.inChannels, info.outChannels], info)
  return info
}

/** Whether windows of 2 × 2 cover the image exactly, each place once. */
function tilesBy2x2(info: backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info
  const isTwo = [filterHeight, filterWidth, strideHeight, strideWidth].every((size) => size === 2)
  const startsAtCorner = padInfo.top === 0 && padInfo.left === 0
  return isTwo && startsAtCorner && info.outHeight * 2 === info.inHeight && info.outWidth * 2 === info.inWidth
}

/** The arguments of an operation on windows of 2 × 2: its units are rows of windows, counted over all images. */
function rowsOf(info: backend_util.Conv2DInfo): Omit<Arguments<'maxPool2x2'>, 'x' | 'y'> {
  const share = { units: info.batchSize * info.outHeight, work: util.sizeFromShape(info.inShape) }
  return { ...share, outWidth: info.outWidth, channels: info.inChannels }
}

function imagesOf(info: backend_util.Conv2DInfo): Share {
  return { units: info.batchSize, work: util.sizeFromShape(info.inShape) }
}

function geometryOf(info: backend_util.Conv2DInfo): PoolGeometry {
  return {
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    windowHeight: info.filterHeight,
    windowWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    top: info.padInfo.top,
    left: info.padInfo.left,
  }
}
