import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { Share } from '../generated/operations.ts'
import { countsOf } from './geometry.ts'
import type { PoolGeometry } from './pool.ts'

/**
 * Pooling of volumes and its gradients, NDHWC, by the operations of pool.ts: first every plane is pooled, then the depth, for
 * which the positions of a plane are the columns of an image. Of equal maxima the last gets the gradient, as in the stock
 * kernel: the last in the last plane that has one.
 */
export const pool3dKernels: NativeKernels = {
  MaxPool3D: (args) => pool(args, 'maxPool'),
  AvgPool3D: (args) => pool(args, 'averagePool'),
  MaxPool3DGrad: maxPoolGradient,
  AvgPool3DGrad: averagePoolGradient,
}

/** The two steps of a pooling of volumes. */
interface Steps {
  readonly info: backend_util.Conv3DInfo
  readonly planes: PoolGeometry & Share
  readonly depth: PoolGeometry & Share
  /** The number of floats in the result of the first step. */
  readonly intermediateSize: number
}

function pool(
  { inputs, attrs, backend }: KernelArguments,
  name: 'maxPool' | 'averagePool',
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const steps = areFloats(x) ? stepsOf(x.shape, attrs) : undefined
  if (!steps) return undefined
  const { info, planes, depth, intermediateSize } = steps
  const address = backend.address(x)
  const output = backend.allocate(info.outShape)
  const { append } = backend.queue
  backend.withScratch(intermediateSize * 4, (pooled) => {
    append[name]({ ...planes, x: address, y: pooled })
    append[name]({ ...depth, x: pooled, y: backend.address(output) })
  })
  return output
}

function maxPoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  const steps = areFloats(x, dy) ? stepsOf(x.shape, attrs) : undefined
  if (!steps || !util.arraysEqual(dy.shape, steps.info.outShape)) return undefined
  const { planes, depth, intermediateSize } = steps
  const [addressX, addressDy] = [x, dy].map((tensor) => backend.address(tensor))
  const output = backend.allocate(x.shape)
  const dx = backend.address(output)
  const { append } = backend.queue
  backend.withScratch(intermediateSize * 8, (pooled) => {
    const gradient = pooled + intermediateSize * 4
    append.maxPool({ ...planes, x: addressX, y: pooled })
    append.maxPoolGradient({ ...depth, x: pooled, dy: addressDy, dx: gradient, takesLast: true })
    append.maxPoolGradient({ ...planes, x: addressX, dy: gradient, dx, takesLast: true })
  })
  return output
}

function averagePoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  const steps = areFloats(dy) && !x.shape.includes(0) ? stepsOf(x.shape, attrs) : undefined
  if (!steps || !util.arraysEqual(dy.shape, steps.info.outShape)) return undefined
  const { planes, depth, intermediateSize } = steps
  const address = backend.address(dy)
  const output = backend.allocate(x.shape)
  const { append } = backend.queue
  backend.withScratch(intermediateSize * 4, (gradient) => {
    append.averagePoolGradient({ ...depth, dy: address, dx: gradient })
    append.averagePoolGradient({ ...planes, dy: gradient, dx: backend.address(output) })
  })
  return output
}

/** The steps of a pooling; undefined for a call that is left to the stock kernels. */
function stepsOf(shape: number[], attrs: KernelArguments['attrs']): Steps | undefined {
  if (shape.length !== 5 || (attrs['dataFormat'] ?? 'NDHWC') !== 'NDHWC') return undefined
  const info = backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    attrs['filterSize'] as number,
    attrs['strides'] as number,
    1,
    attrs['pad'] as 'same',
    attrs['dimRoundingMode'] as 'floor',
  )
  const { padInfo, batchSize, inDepth, inHeight, inWidth, inChannels, outDepth, outHeight, outWidth } = info
  const { filterDepth, filterHeight, filterWidth, strideDepth, strideHeight, strideWidth } = info
  const sizes = [...shape, ...info.outShape, filterDepth, filterHeight, filterWidth]
  const strides = [strideDepth, strideHeight, strideWidth]
  countsOf([...sizes, ...strides, padInfo.front, padInfo.top, padInfo.left])
  const isPlain =
    ![...sizes, ...strides].includes(0) &&
    liesInside(padInfo.front, inDepth, outDepth, filterDepth, strideDepth) &&
    liesInside(padInfo.top, inHeight, outHeight, filterHeight, strideHeight) &&
    liesInside(padInfo.left, inWidth, outWidth, filterWidth, strideWidth)
  if (!isPlain) return undefined
  const columns = outHeight * outWidth
  const intermediateSize = batchSize * inDepth * columns * inChannels
  return {
    info,
    intermediateSize,
    planes: {
      units: batchSize * inDepth,
      work: util.sizeFromShape(shape),
      height: inHeight,
      width: inWidth,
      channels: inChannels,
      outHeight,
      outWidth,
      windowHeight: filterHeight,
      windowWidth: filterWidth,
      strideHeight,
      strideWidth,
      top: padInfo.top,
      left: padInfo.left,
    },
    depth: {
      units: batchSize,
      work: intermediateSize,
      height: inDepth,
      width: columns,
      channels: inChannels,
      outHeight: outDepth,
      outWidth: columns,
      windowHeight: filterDepth,
      windowWidth: 1,
      strideHeight: strideDepth,
      strideWidth: 1,
      top: padInfo.front,
      left: 0,
    },
  }
}

/** Whether every window along an axis has a place inside of the border. */
function liesInside(border: number, size: number, outSize: number, window: number, stride: number): boolean {
  const last = (outSize - 1) * stride - border
  return border < window && last < size
}
