import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { NativeTensors } from './native-tensors.ts'

/** What a tfjs kernel is called with. */
export interface KernelArguments {
  readonly inputs: NamedTensorInfoMap
  readonly attrs: NamedAttrMap
  readonly backend: NativeTensors
}

/**
 * A kernel in SIMD WebAssembly. It returns undefined for a case that it does not cover (another dtype, a rare layout), or
 * throws an `UncoveredCall`: the stock cpu kernel of the same name then runs on the same data.
 */
export type NativeKernel = (args: KernelArguments) => TensorInfo | TensorInfo[] | undefined

/** Native kernels by tfjs kernel name. */
export type NativeKernels = Readonly<Record<string, NativeKernel>>

/** Whether every tensor given holds at least one float32. */
export function areFloats(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => !tensor || (tensor.dtype === 'float32' && !tensor.shape.includes(0)))
}

/** Whether every tensor given holds at least one element, and all hold elements of one type that can be in the memory. */
export function areAlike(...tensors: TensorInfo[]): boolean {
  const [{ dtype }] = tensors
  const isNative = dtype === 'float32' || dtype === 'int32' || dtype === 'bool'
  return isNative && tensors.every((tensor) => tensor.dtype === dtype && !tensor.shape.includes(0))
}

/** The size of an element in the memory. */
export function elementBytes({ dtype }: TensorInfo): number {
  return dtype === 'bool' ? 1 : 4
}
