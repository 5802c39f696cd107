import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Share } from '../runtime/command-queue.ts'
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

export type PoolGeometry = readonly [
  height: number,
  width: number,
  channels: number,
  outHeight: number,
  outWidth: number,
  windowHeight: number,
  windowWidth: number,
  strideHeight: number,
  strideWidth: number,
  top: number,
  left: number,
]

function pool(
  { inputs, attrs, backend }: KernelArguments,
  name: 'maxPool' | 'averagePool',
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const info = poolInfo(x.shape, attrs)
  // The stock kernels give the input itself where every window is one place of it.
  const isIdentity = info.filterHeight === 1 && info.filterWidth === 1
  if (isIdentity && util.arraysEqual(info.inShape, info.outShape)) return undefined
  const address = backend.address(x)
  const output = backend.allocate(info.outShape)
  if (name === 'maxPool' && tilesBy2x2(info)) {
    const { outWidth, inChannels } = info
    backend.queue.append('maxPool2x2', rowsOf(info), address, backend.address(output), outWidth, inChannels)
  } else {
    backend.queue.append(name, imagesOf(info), address, backend.address(output), ...geometry(info))
  }
  return output
}

function maxPoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  if (!areFloats(x, dy)) return undefined
  const info = poolInfo(x.shape, attrs)
  if (!util.arraysEqual(dy.shape, info.outShape)) return undefined
  const addressX = backend.address(x)
  const addressDy = backend.address(dy)
  const dx = backend.allocate(x.shape)
  const address = backend.address(dx)
  if (tilesBy2x2(info)) {
    const { outWidth, inChannels } = info
    backend.queue.append(
      'maxPool2x2Gradient',
      rowsOf(info),
      addressX,
      addressDy,
      address,
      outWidth,
      inChannels,
    )
  } else {
    backend.queue.append(
      'maxPoolGradient',
      imagesOf(info),
      addressX,
      addressDy,
      address,
      ...geometry(info),
      0,
    )
  }
  return dx
}

function averagePoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  if (!areFloats(dy) || x.shape.length !== 4) return undefined
  const info = poolInfo(x.shape, attrs, null) // tfjs has no rounding mode here
  if (!util.arraysEqual(dy.shape, info.outShape)) return undefined
  const addressDy = backend.address(dy)
  const dx = backend.allocate(x.shape)
  backend.queue.append(
    'averagePoolGradient',
    imagesOf(info),
    addressDy,
    backend.address(dx),
    ...geometry(info),
  )
  return dx
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

/** Shared by rows of windows, counted over all images. */
function rowsOf(info: backend_util.Conv2DInfo): Share {
  return { units: info.batchSize * info.outHeight, work: util.sizeFromShape(info.inShape) }
}

function imagesOf(info: backend_util.Conv2DInfo): Share {
  return { units: info.batchSize, work: util.sizeFromShape(info.inShape) }
}

function geometry(info: backend_util.Conv2DInfo): PoolGeometry {
  return [
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ]
}
