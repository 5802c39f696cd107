import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areNative, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'
import { axisOf, countsOf } from './geometry.ts'
import { slice } from './layout.ts'

/** Kernels that join tensors, or split a tensor. */
export const joinAndSplitKernels: NativeKernels = {
  Concat: ({ inputs, attrs, backend }) => {
    const tensors = listOf(inputs)
    const axis = axisOf(attrs['axis'], tensors[0].shape)
    backend_util.assertParamsConsistent(
      tensors.map(({ shape }) => shape),
      axis,
    )
    return concat(backend, tensors, axis)
  },
  Pack: pack,
  SplitV: ({ inputs, attrs, backend }) => {
    const x = inputs['x'] as TensorInfo
    const axis = axisOf(attrs['axis'], x.shape)
    const sizes = attrs['numOrSizeSplits'] as number[]
    return split(backend, x, axis, countsOf(backend_util.prepareSplitSize(x as never, sizes, axis)))
  },
  Unpack: unpack,
}

function concat(
  backend: NativeTensors,
  tensors: readonly TensorInfo[],
  axis: number,
): TensorInfo | undefined {
  if (tensors.length === 1 || !areNative(...tensors)) return undefined
  const [{ dtype, shape: first }] = tensors
  const shape = first.with(
    axis,
    tensors.reduce((sum, { shape }) => sum + shape[axis], 0),
  )
  const bytes = elementBytes(tensors[0])
  const addresses = tensors.map((tensor) => backend.address(tensor))
  const output = backend.allocate(shape, dtype as NativeType)
  const targets = byteStrides(shape, bytes)
  let target = backend.address(output)
  tensors.forEach(({ shape }, i) => {
    const sources = byteStrides(shape, bytes)
    const dimensions = shape.map((size, axis) => ({ size, source: sources[axis], target: targets[axis] }))
    copyStrided(backend, addresses[i], target, bytes, dimensions)
    target += shape[axis] * targets[axis]
  })
  return output
}

function pack({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const tensors = listOf(inputs)
  const [{ shape }] = tensors
  if (tensors.some((tensor) => !util.arraysEqual(tensor.shape, shape))) return undefined
  const axis = axisOf(attrs['axis'], [...shape, 1])
  const expanded = shape.toSpliced(axis, 0, 1)
  return concat(
    backend,
    tensors.map((tensor) => ({ dataId: tensor.dataId, dtype: tensor.dtype, shape: expanded })),
    axis,
  )
}

function split(
  backend: NativeTensors,
  x: TensorInfo,
  axis: number,
  sizes: readonly number[],
): TensorInfo[] | undefined {
  if (!areNative(x) || sizes.includes(0)) return undefined
  const begin = x.shape.map(() => 0)
  return sizes.map((size) => {
    const part = slice(backend, x, begin, x.shape.with(axis, size)) as TensorInfo
    begin[axis] += size
    return part
  })
}

function unpack({ inputs, attrs, backend }: KernelArguments): TensorInfo[] | undefined {
  const x = inputs['value'] as TensorInfo
  const axis = axisOf(attrs['axis'], x.shape)
  const ones = Array.from({ length: x.shape[axis] }, () => 1)
  const parts = split(backend, x, axis, ones)
  return parts?.map((part) => ({ ...part, shape: x.shape.toSpliced(axis, 1) }))
}

/** tfjs passes a list of tensors as if it were named inputs. */
function listOf(inputs: KernelArguments['inputs']): TensorInfo[] {
  return inputs as unknown as TensorInfo[]
}
