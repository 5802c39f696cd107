import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { elementBytes } from '../native/native-kernel.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { byteStrides, copyStrided } from './copy-strided.ts'
import { axesOf } from './geometry.ts'

/** A reduction of a tensor along some of its axes, and where the reduced elements are. */
export interface Reduction {
  /** The shape of the result. */
  readonly shape: number[]
  /** The number of elements of the result. */
  readonly resultSize: number
  /** The number of elements that are reduced to one element. */
  readonly reducedSize: number
  /** Whether the elements that are reduced to one are contiguous. */
  readonly isInRows: boolean
  /** The number of columns, if the elements that are reduced to one are a column of a contiguous block. */
  readonly columns: number | undefined
  /** The axes that are kept, followed by the axes that are reduced. */
  readonly axes: readonly number[]
}

/**
 * Returns the reduction that the arguments of a tfjs kernel describe.
 *
 * @param axis The attribute of the kernel: an axis, a list of axes, or undefined for all
 */
export function reductionOf(x: TensorInfo, axis: unknown, keepDims: boolean): Reduction {
  const reducedAxes = axesOf(axis, x.shape)
  const [shape, reducedShape] = backend_util.computeOutAndReduceShapes(x.shape, reducedAxes)
  const all = x.shape.map((_, axis) => axis)
  const isReduced = (axis: number): boolean => reducedAxes.includes(axis)
  // R for adjoining reduced axes, K for adjoining kept axes
  const pattern = all
    .filter((axis) => x.shape[axis] !== 1)
    .map((axis) => (isReduced(axis) ? 'R' : 'K'))
    .join('')
    .replaceAll(/(.)\1+/g, '$1')
  const last = all.findLast((axis) => x.shape[axis] !== 1 && isReduced(axis)) ?? -1
  return {
    shape: keepDims ? backend_util.expandShapeToKeepDim(shape, reducedAxes) : shape,
    resultSize: util.sizeFromShape(shape),
    reducedSize: util.sizeFromShape(reducedShape),
    isInRows: ['', 'R', 'K', 'KR'].includes(pattern),
    columns: ['RK', 'KRK'].includes(pattern) ? util.sizeFromShape(x.shape.slice(last + 1)) : undefined,
    axes: [...all.filter((axis) => !isReduced(axis)), ...all.filter(isReduced)],
  }
}

/** Calls `use` with the address of x, or of a copy in which the elements that are reduced to one are contiguous. */
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
