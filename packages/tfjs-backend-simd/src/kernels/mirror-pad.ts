import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areNative, elementBytes } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native/native-kernel.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'
import { countsOf } from './geometry.ts'

/** Padding with the elements of the tensor, mirrored at its edges. */
export const mirrorPadKernels: NativeKernels = { MirrorPad: mirrorPad }

/**
 * Copies x into the middle of the result, and then mirrors the filled part, axis by axis: the borders of an axis include the
 * borders of the axes before it.
 */
function mirrorPad({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  const paddings = attrs['paddings'] as [number, number][]
  countsOf(paddings.flat(), 2 * x.shape.length)
  // A reflection does not repeat the element at an edge.
  const skipped = attrs['mode'] === 'reflect' ? 1 : 0
  const isPlain =
    areNative(x) && paddings.every((sizes, axis) => sizes.every((size) => size <= x.shape[axis] - skipped))
  if (!isPlain) return undefined
  const bytes = elementBytes(x)
  const shape = paddings.map(([before, after], axis) => before + x.shape[axis] + after)
  const source = backend.address(x)
  const output = backend.allocate(shape, x.dtype as NativeType)
  const strides = byteStrides(shape, bytes)
  const sources = byteStrides(x.shape, bytes)
  /** The filled part of the result: its first index along each axis, and its size. */
  const begins = paddings.map(([before]) => before)
  const sizes = [...x.shape]
  const cornerOf = (begins: readonly number[]): number =>
    begins.reduce((sum, begin, axis) => sum + begin * strides[axis], backend.address(output))
  const middle = x.shape.map((size, axis) => ({ size, source: sources[axis], target: strides[axis] }))
  copyStrided(backend, source, cornerOf(begins), bytes, middle)
  paddings.forEach(([before, after], axis) => {
    const end = before + x.shape[axis]
    const mirror = (count: number, from: number, to: number): void => {
      if (count === 0) return
      const dimensions = strides.map((stride, i) => {
        return i === axis
          ? { size: count, source: -stride, target: stride }
          : { size: sizes[i], source: stride, target: stride }
      })
      const [first, target] = [from, to].map((index) => cornerOf(begins.with(axis, index)))
      copyStrided(backend, first, target, bytes, dimensions)
    }
    mirror(before, before + before - 1 + skipped, 0)
    mirror(after, end - 1 - skipped, end)
    begins[axis] = 0
    sizes[axis] = shape[axis]
  })
  return output
}
