import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { blocksOf } from './broadcast-walk.ts'

/** Batch normalization with given moments, one of each for every channel (the last axis) or for every element. */
export const batchNormKernels: NativeKernels = { FusedBatchNorm: batchNorm }

/** That of tfjs, for a missing `varianceEpsilon`. */
const EPSILON = 0.001

function batchNorm({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const mean = inputs['mean'] as TensorInfo
  const variance = inputs['variance'] as TensorInfo
  const { scale, offset } = inputs
  if (!areFloats(x, mean, variance, scale, offset)) return undefined
  const n = util.sizeFromShape(mean.shape)
  const size = util.sizeFromShape(x.shape)
  const isSameSize = [variance, scale, offset].every(
    (tensor) => !tensor || util.arraysEqual(tensor.shape, mean.shape),
  )
  if (!isSameSize || (n !== size && n !== x.shape.at(-1))) return undefined
  const [addressX, addressMean, addressVariance] = [x, mean, variance].map((tensor) =>
    backend.address(tensor),
  )
  const addressScale = scale ? backend.address(scale) : 0
  const addressOffset = offset ? backend.address(offset) : 0
  const output = backend.allocate(x.shape)
  const y = backend.address(output)
  const epsilon = (attrs['varianceEpsilon'] as number | undefined) ?? EPSILON
  backend.withScratch(n * 4, (gain) => {
    backend.queue.append('batchNormGain', blocksOf(n), addressVariance, addressScale, gain, n, epsilon)
    const share = { units: size / n, work: size }
    backend.queue.append('batchNorm', share, addressX, addressMean, gain, addressOffset, y, n)
  })
  return output
}
