import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { FILL_BLOCK_BYTES } from '../generated/operations.ts'
import { areNative, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { NativeType } from '../memory/tensor-storage.ts'

/** Kernels whose result has the same value everywhere. */
export const fillKernels: NativeKernels = {
  OnesLike: (args) => filledLike(args, 1),
  ZerosLike: (args) => filledLike(args, 0),
}

function filledLike({ inputs, backend }: KernelArguments, value: number): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areNative(x)) return undefined
  const output = backend.allocate(x.shape, x.dtype as NativeType)
  fill(backend, output, value)
  return output
}

/** Sets all elements of a tensor to a value. */
export function fill(backend: NativeTensors, tensor: TensorInfo, value: number): void {
  const bytes = util.sizeFromShape(tensor.shape) * elementBytes(tensor)
  backend.queue.append.fill({
    units: Math.ceil(bytes / FILL_BLOCK_BYTES),
    work: bytes / 4,
    target: backend.address(tensor),
    bytes,
    pattern: wordOf(tensor.dtype as NativeType, value),
  })
}

/** The 32 bits that hold a value in memory; a bool, which has 8 bits, four times. */
export function wordOf(dtype: NativeType, value: number): number {
  if (dtype === 'float32') return new Int32Array(Float32Array.of(value).buffer)[0]
  return dtype === 'bool' ? (value ? 0x01010101 : 0) : value
}
