import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Arguments } from '../generated/operations.ts'
import { areNative, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { broadcastWalk, stridesIn } from './broadcast-walk.ts'
import type { BroadcastWalk } from './broadcast-walk.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'

/**
 * Allocates the result of an operation on two operands that broadcast.
 *
 * @param append Appends the operation, given the arguments that all operations of two operands have
 * @returns The result, or undefined if the operands do not have one type that the memory can hold
 */
export function broadcast(
  { backend }: KernelArguments,
  a: TensorInfo,
  b: TensorInfo,
  dtype: NativeType,
  append: (args: Omit<Arguments<'binary'>, 'operation'>) => void,
): TensorInfo | undefined {
  if (!areNative(a, b)) return undefined
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape)
  const size = util.sizeFromShape(shape)
  const bytes = elementBytes(a)
  const [addressA, addressB] = [backend.address(a), backend.address(b)]
  const output = backend.allocate(shape, dtype)
  const y = backend.address(output)
  const appendWalk = (a: number, b: number, walk: BroadcastWalk): void => {
    append({ ...walk, units: Math.ceil(size / walk.columns), work: size, a, b, y, size })
  }
  const walk = broadcastWalk(a.shape, b.shape, bytes)
  if (walk) {
    appendWalk(addressA, addressB, walk)
  } else {
    withBroadcast(backend, a, addressA, shape, (copyA) => {
      withBroadcast(backend, b, addressB, shape, (copyB) => {
        appendWalk(copyA, copyB, broadcastWalk(shape, shape, bytes) as BroadcastWalk)
      })
    })
  }
  return output
}

/** Calls `use` with the address of a copy of a tensor that is broadcast to a shape. */
export function withBroadcast(
  backend: NativeTensors,
  tensor: TensorInfo,
  address: number,
  shape: number[],
  use: (address: number) => void,
): void {
  const bytes = elementBytes(tensor)
  const targets = byteStrides(shape, bytes)
  const sources = stridesIn(shape, tensor.shape).map((stride) => stride * bytes)
  const dimensions = shape.map((size, axis) => ({ size, source: sources[axis], target: targets[axis] }))
  backend.withScratch(util.sizeFromShape(shape) * bytes, (copy) => {
    copyStrided(backend, address, copy, bytes, dimensions)
    use(copy)
  })
}
