import { slice_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areNative, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'
import { fill } from './fill.ts'
import { axesOf, countsOf } from './geometry.ts'

/** Kernels that reorder, select, repeat or pad the elements of a tensor. */
export const layoutKernels: NativeKernels = {
  PadV2: pad,
  Reverse: reverse,
  Slice: ({ inputs, attrs, backend }) => {
    const x = inputs['x'] as TensorInfo
    const [begin, size] = slice_util.parseSliceParams(
      x,
      attrs['begin'] as number[],
      attrs['size'] as number[],
    )
    slice_util.assertParamsValid(x, begin, size)
    return slice(backend, x, countsOf(begin), countsOf(size))
  },
  Tile: tile,
  Transpose: transpose,
}

function transpose({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areNative(x)) return undefined
  const axes = axesOf(countsOf(attrs['perm'], x.shape.length), x.shape)
  const strides = byteStrides(x.shape, elementBytes(x))
  return rearrange(
    backend,
    x,
    axes.map((axis) => x.shape[axis]),
    axes.map((axis) => strides[axis]),
  )
}

function reverse({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areNative(x)) return undefined
  const axes = axesOf(attrs['dims'], x.shape)
  const strides = byteStrides(x.shape, elementBytes(x))
  const offset = axes.reduce((sum, axis) => sum + (x.shape[axis] - 1) * strides[axis], 0)
  const reversed = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride))
  return rearrange(backend, x, x.shape, reversed, offset)
}

/** A part of x; undefined if the part is empty. */
export function slice(
  backend: KernelArguments['backend'],
  x: TensorInfo,
  begin: number[],
  size: number[],
): TensorInfo | undefined {
  if (!areNative(x) || size.includes(0)) return undefined
  const strides = byteStrides(x.shape, elementBytes(x))
  const offset = begin.reduce((sum, index, axis) => sum + index * strides[axis], 0)
  return rearrange(backend, x, size, strides, offset)
}

function tile({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const repetitions = countsOf(attrs['reps'], x.shape.length)
  if (!areNative(x) || repetitions.includes(0)) return undefined
  const strides = byteStrides(x.shape, elementBytes(x))
  const output = rearrange(
    backend,
    x,
    x.shape.flatMap((size, axis) => [repetitions[axis], size]),
    strides.flatMap((stride) => [0, stride]),
  )
  return { ...output, shape: x.shape.map((size, axis) => size * repetitions[axis]) }
}

function pad({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areNative(x)) return undefined
  const value = attrs['constantValue'] as number
  if (x.dtype === 'bool' && value !== 0 && value !== 1) return undefined
  const paddings = attrs['paddings'] as [number, number][]
  countsOf(paddings.flat(), 2 * x.shape.length)
  const bytes = elementBytes(x)
  const address = backend.address(x)
  const shape = paddings.map(([before, after], axis) => before + x.shape[axis] + after)
  const output = backend.allocate(shape, x.dtype as NativeType)
  const target = backend.address(output)
  if (util.sizeFromShape(shape) > util.sizeFromShape(x.shape)) {
    fill(backend, output, value)
  }
  const [from, to] = [byteStrides(x.shape, bytes), byteStrides(shape, bytes)]
  const offset = paddings.reduce((sum, [before], axis) => sum + before * to[axis], 0)
  const dimensions = x.shape.map((size, axis) => ({ size, source: from[axis], target: to[axis] }))
  copyStrided(backend, address, target + offset, bytes, dimensions)
  return output
}

/** A tensor of this shape: its element at an index is the element of x at `offset` + Σ index · strides, in bytes. */
function rearrange(
  backend: KernelArguments['backend'],
  x: TensorInfo,
  shape: number[],
  strides: number[],
  offset = 0,
): TensorInfo {
  const bytes = elementBytes(x)
  const address = backend.address(x)
  const output = backend.allocate(shape, x.dtype as NativeType)
  const targets = byteStrides(shape, bytes)
  const dimensions = shape.map((size, axis) => ({ size, source: strides[axis], target: targets[axis] }))
  copyStrided(backend, address + offset, backend.address(output), bytes, dimensions)
  return output
}
