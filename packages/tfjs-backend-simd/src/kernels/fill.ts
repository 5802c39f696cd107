import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areAlike, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { NativeType } from '../memory/tensor-storage.ts'

/** Kernels whose result has one value everywhere. */
export const fillKernels: NativeKernels = {
  OnesLike: (args) => filledLike(args, 1),
  ZerosLike: (args) => filledLike(args, 0),
}

function filledLike({ inputs, backend }: KernelArguments, value: number): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areAlike(x)) return undefined
  const output = backend.allocate(x.shape, x.dtype as NativeType)
  fill(backend, output, value)
  return output
}

/** Gives all elements of a tensor one value. */
export function fill(backend: NativeTensors, tensor: TensorInfo, value: number): void {
  const bytes = util.sizeFromShape(tensor.shape) * elementBytes(tensor)
  const share = { units: Math.ceil(bytes / 64), work: bytes / 4 }
  const pattern = wordOf(tensor.dtype as NativeType, value)
  backend.queue.append('fill', share, backend.address(tensor), bytes, pattern)
}

/** The 32 bits of a value in memory, four times those of a bool. */
export function wordOf(dtype: NativeType, value: number): number {
  if (dtype === 'float32') return new Int32Array(Float32Array.of(value).buffer)[0]
  return dtype === 'bool' ? (value ? 0x01010101 : 0) : value
}
