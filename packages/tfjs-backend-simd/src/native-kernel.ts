import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from './simd-backend.ts'

/** What a tfjs kernel is called with. */
export interface KernelArguments {
  readonly inputs: NamedTensorInfoMap
  readonly attrs: NamedAttrMap
  readonly backend: SimdBackend
}

/**
 * A kernel in SIMD WebAssembly. It returns undefined for a case that it does not cover (another dtype, a rare layout):
 * the stock cpu kernel of the same name then runs on the same data.
 */
export type NativeKernel = (args: KernelArguments) => TensorInfo | TensorInfo[] | undefined

/** Native kernels by tfjs kernel name. */
export type NativeKernels = Readonly<Record<string, NativeKernel>>

/** Whether every tensor given holds at least one float32. */
export function areFloats(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => !tensor || (tensor.dtype === 'float32' && !tensor.shape.includes(0)))
}
