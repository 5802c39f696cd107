import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { elementBytes } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'
import { axesOf } from './geometry.ts'

/** What is reduced of a tensor, and how its elements lie. */
export interface Reduction {
  /** Shape of the result. */
  readonly shape: number[]
  /** Elements of the result. */
  readonly kept: number
  /** Elements that each of them is made of. */
  readonly reduced: number
  /** The elements that are reduced to one follow each other. */
  readonly isInRows: boolean
  /** Set if they are columns of so many others in blocks that follow each other. */
  readonly columns: number | undefined
  /** The axes that are kept, and after them those that are not. */
  readonly axes: readonly number[]
}

/** @param axis As tfjs's kernels have it: undefined stands for all */
export function reductionOf(x: TensorInfo, axis: unknown, keepDims: boolean): Reduction {
  const reducedAxes = axesOf(axis, x.shape)
  const [shape, reducedShape] = backend_util.computeOutAndReduceShapes(x.shape, reducedAxes)
  const all = x.shape.map((_, axis) => axis)
  const isReduced = (axis: number): boolean => reducedAxes.includes(axis)
  // R for each run of reduced axes, K for each run of the others
  const pattern = all
    .filter((axis) => x.shape[axis] !== 1)
    .map((axis) => (isReduced(axis) ? 'R' : 'K'))
    .join('')
    .replaceAll(/(.)\1+/g, '$1')
  const last = all.findLast((axis) => x.shape[axis] !== 1 && isReduced(axis)) ?? -1
  return {
    shape: keepDims ? backend_util.expandShapeToKeepDim(shape, reducedAxes) : shape,
    kept: util.sizeFromShape(shape),
    reduced: util.sizeFromShape(reducedShape),
    isInRows: ['', 'R', 'K', 'KR'].includes(pattern),
    columns: ['RK', 'KRK'].includes(pattern) ? util.sizeFromShape(x.shape.slice(last + 1)) : undefined,
    axes: [...all.filter((axis) => !isReduced(axis)), ...all.filter(isReduced)],
  }
}

/** Calls `use` with the address of x's elements, or of a copy of them, in which those follow each other that make one. */
export function withRows(
  backend: NativeTensors,
  x: TensorInfo,
  address: number,
  { isInRows, axes }: Reduction,
  use: (address: number) => void,
): void {
  if (isInRows) return use(address)
  const bytes = elementBytes(x)
  const strides = byteStrides(x.shape, bytes)
  const shape = axes.map((axis) => x.shape[axis])
  const targets = byteStrides(shape, bytes)
  const dimensions = axes.map((axis, i) => ({
    size: x.shape[axis],
    source: strides[axis],
    target: targets[i],
  }))
  backend.withScratch(util.sizeFromShape(x.shape) * bytes, (rows) => {
    copyStrided(backend, address, rows, bytes, dimensions)
    use(rows)
  })
}
