import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { NativeTensors } from './native-tensors.ts'

/** The arguments of a tfjs kernel. */
export interface KernelArguments {
  readonly inputs: NamedTensorInfoMap
  readonly attrs: NamedAttrMap
  readonly backend: NativeTensors
}

/**
 * A kernel in SIMD WebAssembly. For a call that it does not cover (another dtype, a rare layout) it returns undefined or throws
 * an `UncoveredCall`: then the stock cpu kernel of the same name runs on the same data.
 */
export type NativeKernel = (args: KernelArguments) => TensorInfo | TensorInfo[] | undefined

/** Native kernels by tfjs kernel name. */
export type NativeKernels = Readonly<Record<string, NativeKernel>>

/** Whether every given tensor is float32 and not empty. */
export function areFloats(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => !tensor || (tensor.dtype === 'float32' && !tensor.shape.includes(0)))
}

/** Whether all given tensors have the same native type (float32, int32 or bool) and none is empty. */
export function areNative(...tensors: TensorInfo[]): boolean {
  const [{ dtype }] = tensors
  const isNative = dtype === 'float32' || dtype === 'int32' || dtype === 'bool'
  return isNative && tensors.every((tensor) => tensor.dtype === dtype && !tensor.shape.includes(0))
}

/** The bytes of an element of a tensor in the memory. */
export function elementBytes({ dtype }: TensorInfo): number {
  return dtype === 'bool' ? 1 : 4
}
