import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areAlike, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { broadcastWalk, stridesIn, walkArguments } from './broadcast-walk.ts'
import type { BroadcastWalk } from './broadcast-walk.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'

/** Two operands in memory, the result, and how to walk them. */
export interface BinaryCall {
  readonly addresses: readonly [a: number, b: number, y: number]
  readonly share: { readonly units: number; readonly work: number }
  /** Number of elements of the result. */
  readonly size: number
  readonly walk: ReturnType<typeof walkArguments>
}

/**
 * Allocates the result of an operation on two operands that broadcast, and has `append` append the operation.
 *
 * @returns The result, or undefined if the operands are not of one type that can be in the memory
 */
export function broadcast(
  { backend }: KernelArguments,
  a: TensorInfo,
  b: TensorInfo,
  dtype: NativeType,
  append: (call: BinaryCall) => void,
): TensorInfo | undefined {
  if (!areAlike(a, b)) return undefined
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape)
  const size = util.sizeFromShape(shape)
  const bytes = elementBytes(a)
  const [addressA, addressB] = [backend.address(a), backend.address(b)]
  const output = backend.allocate(shape, dtype)
  const y = backend.address(output)
  const run = (a: number, b: number, walk: BroadcastWalk): void => {
    append({
      addresses: [a, b, y],
      share: { units: Math.ceil(size / walk.columns), work: size },
      size,
      walk: walkArguments(walk, bytes),
    })
  }
  const walk = broadcastWalk(a.shape, b.shape)
  if (walk) {
    run(addressA, addressB, walk)
  } else {
    withWhole(backend, a, addressA, shape, (wholeA) => {
      withWhole(backend, b, addressB, shape, (wholeB) => {
        run(wholeA, wholeB, broadcastWalk(shape, shape) as BroadcastWalk)
      })
    })
  }
  return output
}

/** Calls `use` with the address of a copy of a tensor that has this shape, to which it broadcasts. */
export function withWhole(
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
  backend.withScratch(util.sizeFromShape(shape) * bytes, (whole) => {
    copyStrided(backend, address, whole, bytes, dimensions)
    use(whole)
  })
}
