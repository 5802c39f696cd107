import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Share } from '../runtime/command-queue.ts'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { countsOf } from './geometry.ts'
import type { PoolGeometry } from './pool.ts'

/**
 * Pooling of volumes and its gradients, NDHWC, by the operations of pool.ts: of every plane, and then along the depth,
 * with the positions of a plane as the columns of an image. Of equal maxima the last one gets the gradient, as in the
 * stock kernel: that of the last plane which has it, and there the last.
 */
export const pool3dKernels: NativeKernels = {
  MaxPool3D: (args) => pool(args, 'maxPool'),
  AvgPool3D: (args) => pool(args, 'averagePool'),
  MaxPool3DGrad: maxPoolGradient,
  AvgPool3DGrad: averagePoolGradient,
}

/** The two steps, and how many floats lie between them. */
interface Steps {
  readonly info: backend_util.Conv3DInfo
  readonly planes: { readonly share: Share; readonly geometry: PoolGeometry }
  readonly depth: { readonly share: Share; readonly geometry: PoolGeometry }
  readonly between: number
}

function pool(
  { inputs, attrs, backend }: KernelArguments,
  name: 'maxPool' | 'averagePool',
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const steps = areFloats(x) ? stepsOf(x.shape, attrs) : undefined
  if (!steps) return undefined
  const { info, planes, depth, between } = steps
  const address = backend.address(x)
  const output = backend.allocate(info.outShape)
  backend.withScratch(between * 4, (pooled) => {
    backend.queue.append(name, planes.share, address, pooled, ...planes.geometry)
    backend.queue.append(name, depth.share, pooled, backend.address(output), ...depth.geometry)
  })
  return output
}

function maxPoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  const steps = areFloats(x, dy) ? stepsOf(x.shape, attrs) : undefined
  if (!steps || !util.arraysEqual(dy.shape, steps.info.outShape)) return undefined
  const { planes, depth, between } = steps
  const [addressX, addressDy] = [x, dy].map((tensor) => backend.address(tensor))
  const output = backend.allocate(x.shape)
  const dx = backend.address(output)
  backend.withScratch(between * 8, (pooled) => {
    const gradient = pooled + between * 4
    backend.queue.append('maxPool', planes.share, addressX, pooled, ...planes.geometry)
    backend.queue.append('maxPoolGradient', depth.share, pooled, addressDy, gradient, ...depth.geometry, 1)
    backend.queue.append('maxPoolGradient', planes.share, addressX, gradient, dx, ...planes.geometry, 1)
  })
  return output
}

function averagePoolGradient({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['input'] as TensorInfo
  const dy = inputs['dy'] as TensorInfo
  const steps = areFloats(dy) && !x.shape.includes(0) ? stepsOf(x.shape, attrs) : undefined
  if (!steps || !util.arraysEqual(dy.shape, steps.info.outShape)) return undefined
  const { planes, depth, between } = steps
  const address = backend.address(dy)
  const output = backend.allocate(x.shape)
  backend.withScratch(between * 4, (gradient) => {
    backend.queue.append('averagePoolGradient', depth.share, address, gradient, ...depth.geometry)
    backend.queue.append(
      'averagePoolGradient',
      planes.share,
      gradient,
      backend.address(output),
      ...planes.geometry,
    )
  })
  return output
}

/** Undefined for what is left to the stock kernels. */
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
  const between = batchSize * inDepth * columns * inChannels
  return {
    info,
    between,
    planes: {
      share: { units: batchSize * inDepth, work: util.sizeFromShape(shape) },
      geometry: [
        ...[inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth],
        ...[strideHeight, strideWidth, padInfo.top, padInfo.left],
      ] as unknown as PoolGeometry,
    },
    depth: {
      share: { units: batchSize, work: between },
      geometry: [
        inDepth,
        columns,
        inChannels,
        outDepth,
        columns,
        filterDepth,
        1,
        strideDepth,
        1,
        padInfo.front,
        0,
      ],
    },
  }
}

/** Whether every window along an axis has a place that is not in the border. */
function liesInside(border: number, size: number, outSize: number, window: number, stride: number): boolean {
  const last = (outSize - 1) * stride - border
  return border < window && last < size
}
