import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { blocksOf } from './broadcast-walk.ts'

/** Batch normalization with given moments: one mean and variance for every channel (the last axis) or for every element. */
export const batchNormKernels: NativeKernels = { FusedBatchNorm: batchNorm }

/** The default of tfjs for `varianceEpsilon`. */
const EPSILON = 0.001

function batchNorm({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const { x, mean, variance, scale, offset } = inputs as Record<string, TensorInfo>
  if (!variance || !areFloats(x, mean, variance, scale, offset)) return undefined
  const columns = util.sizeFromShape(mean.shape)
  const size = util.sizeFromShape(x.shape)
  const isSameSize = [variance, scale, offset].every(
    (tensor) => !tensor || util.arraysEqual(tensor.shape, mean.shape),
  )
  if (!isSameSize || (columns !== size && columns !== x.shape.at(-1))) return undefined
  const addressOf = (tensor: TensorInfo | undefined): number => (tensor ? backend.address(tensor) : 0)
  const addresses = { x: addressOf(x), mean: addressOf(mean), offset: addressOf(offset) }
  const factors = { variance: addressOf(variance), scale: addressOf(scale) }
  const output = backend.allocate(x.shape)
  const y = backend.address(output)
  const epsilon = (attrs['varianceEpsilon'] as number | undefined) ?? EPSILON
  const { append } = backend.queue
  backend.withScratch(columns * 4, (gain) => {
    append.batchNormGain({ ...blocksOf(columns), ...factors, gain, size: columns, epsilon })
    append.batchNorm({ units: size / columns, work: size, ...addresses, gain, y, columns })
  })
  return output
}
