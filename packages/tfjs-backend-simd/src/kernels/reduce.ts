import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'

/** Reductions over the last or the first axes, and softmax. Sums are accumulated in float64. */
export const reduceKernels: NativeKernels = {
  Sum: sum,
  Max: max,
  ArgMax: argMax,
  Softmax: softmax,
}

function sum({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const { axes, shape, isTrailing, isLeading } = reduction(x, attrs)
  if (!isTrailing && !isLeading) return undefined
  const reduced = axes.reduce((size, axis) => size * x.shape[axis], 1)
  const kept = util.sizeFromShape(x.shape) / reduced
  const address = backend.address(x)
  const output = backend.allocate(shape)
  const y = backend.address(output)
  const work = reduced * kept
  if (isTrailing) backend.queue.append('sumRows', { units: kept, work }, address, y, reduced)
  else backend.queue.append('sumColumns', { units: Math.ceil(kept / 4), work }, address, y, reduced, kept)
  return output
}

function max({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const { axes, shape, isTrailing } = reduction(x, attrs, 'reductionIndices')
  if (!isTrailing) return undefined
  const reduced = axes.reduce((size, axis) => size * x.shape[axis], 1)
  const address = backend.address(x)
  const output = backend.allocate(shape)
  const work = util.sizeFromShape(x.shape)
  backend.queue.append('maxRows', { units: work / reduced, work }, address, backend.address(output), reduced)
  return output
}

function argMax({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const { axes, shape, isTrailing } = reduction(x, attrs)
  if (axes.length !== 1 || !isTrailing) return undefined
  const n = x.shape[axes[0]]
  const address = backend.address(x)
  const output = backend.allocate(shape, 'int32')
  const work = util.sizeFromShape(x.shape)
  backend.queue.append('argMaxRows', { units: work / n, work }, address, backend.address(output), n)
  return output
}

function softmax({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const logits = inputs['logits'] as TensorInfo
  const rank = logits.shape.length
  const dim = attrs['dim'] as number
  if (!areFloats(logits) || rank === 0 || (dim !== -1 && dim !== rank - 1)) return undefined
  const columns = logits.shape[rank - 1]
  const address = backend.address(logits)
  const output = backend.allocate(logits.shape)
  const work = util.sizeFromShape(logits.shape)
  backend.queue.append(
    'softmaxRows',
    { units: work / columns, work },
    address,
    backend.address(output),
    columns,
  )
  return output
}

interface Reduction {
  readonly axes: number[]
  /** Shape of the result. */
  readonly shape: number[]
  /** The reduced axes are the last ones. */
  readonly isTrailing: boolean
  /** The reduced axes are the first ones. */
  readonly isLeading: boolean
}

function reduction(x: TensorInfo, attrs: KernelArguments['attrs'], axisName = 'axis'): Reduction {
  const rank = x.shape.length
  const axes = util.parseAxisParam(attrs[axisName] as number[], x.shape).sort((a, b) => a - b)
  const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes)
  return {
    axes,
    shape: attrs['keepDims'] ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape,
    isTrailing: axes.every((axis, i) => axis === rank - axes.length + i),
    isLeading: axes.every((axis, i) => axis === i),
  }
}
