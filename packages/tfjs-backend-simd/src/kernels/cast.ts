import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areNative } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import { blocksOf } from './broadcast-walk.ts'
import { toBools } from './compare.ts'

/** Conversions between float32, int32 and bool. The stock kernel would let two types share one block of memory. */
export const castKernels: NativeKernels = { Cast: cast }

function cast(args: KernelArguments): TensorInfo | undefined {
  const { inputs, attrs, backend } = args
  const x = inputs['x'] as TensorInfo
  const dtype = attrs['dtype'] as string
  if (!areNative(x) || x.dtype === dtype) return undefined
  if (dtype === 'bool') return toBools(args, x)
  if (dtype !== 'float32' && dtype !== 'int32') return undefined
  const address = backend.address(x)
  const output = backend.allocate(x.shape, dtype)
  const size = util.sizeFromShape(x.shape)
  const vectors = { ...blocksOf(size), x: address, y: backend.address(output), size }
  const { append } = backend.queue
  if (x.dtype === 'bool') append.widenBools({ ...vectors, toFloats: dtype === 'float32' })
  else if (dtype === 'int32') append.floatsToIntegers(vectors)
  else append.integersToFloats(vectors)
  return output
}
