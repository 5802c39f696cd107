import { util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { CHUNK_ROWS, GROUP_COLUMNS } from '../generated/operations.ts'
import type { Arguments } from '../generated/operations.ts'
import { areNative, areFloats } from '../native/native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native/native-kernel.ts'
import type { NativeType } from '../memory/tensor-storage.ts'
import { axisOf } from './geometry.ts'
import { reductionOf, withRows } from './reduction.ts'
import type { Reduction } from './reduction.ts'

/** Reductions over any axes, and softmax over the last axis. Sums are accumulated in float64. */
export const reduceKernels: NativeKernels = {
  Sum: (args) => (args.inputs['x']?.dtype === 'int32' ? sumIntegers(args) : sum(args, () => 1)),
  Mean: (args) => sum(args, ({ reducedSize }) => reducedSize),
  Max: (args) => reduce(args, 'maxRows', 'reductionIndices'),
  Min: (args) => reduce(args, 'minRows'),
  Prod: (args) => reduce(args, 'prodRows'),
  ArgMax: argMax(1),
  ArgMin: argMax(-1),
  All: find(false),
  Any: find(true),
  Softmax: softmax,
}

function sum(
  { inputs, attrs, backend }: KernelArguments,
  divisorOf: (reduction: Reduction) => number,
): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const reduction = reductionOf(x, attrs['axis'], attrs['keepDims'] as boolean)
  const { shape, resultSize, reducedSize, columns } = reduction
  const divisor = divisorOf(reduction)
  const address = backend.address(x)
  const output = backend.allocate(shape)
  const y = backend.address(output)
  const work = resultSize * reducedSize
  const { append } = backend.queue
  if (columns === undefined) {
    withRows(backend, x, address, reduction, (rows) => {
      append.sumRows({ units: resultSize, work, x: rows, y, columns: reducedSize, divisor })
    })
    return output
  }
  const blocks = resultSize / columns
  const chunks = Math.ceil(reducedSize / CHUNK_ROWS)
  const units = blocks * chunks * Math.ceil(columns / GROUP_COLUMNS)
  backend.withScratch(resultSize * chunks * 8, (sums) => {
    append.sumColumns({ units, work, x: address, sums, rows: reducedSize, columns })
    append.addChunks({ units: blocks, work: resultSize * chunks, sums, y, chunks, columns, divisor })
  })
  return output
}

function sumIntegers(args: KernelArguments): TensorInfo | undefined {
  return overRows(args, args.inputs['x'] as TensorInfo, 'axis', 'int32', (rows) => {
    args.backend.queue.append.sumIntegerRows(rows)
  })
}

function reduce(
  args: KernelArguments,
  name: 'maxRows' | 'minRows' | 'prodRows',
  axisName = 'axis',
): TensorInfo | undefined {
  const x = args.inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  return overRows(args, x, axisName, 'float32', (rows) => args.backend.queue.append[name](rows))
}

function argMax(sign: 1 | -1): NativeKernel {
  return (args) => {
    const x = args.inputs['x'] as TensorInfo
    if (!areFloats(x)) return undefined
    axisOf(args.attrs['axis'], x.shape)
    return overRows(args, x, 'axis', 'int32', (rows) => {
      args.backend.queue.append.argMaxRows({ ...rows, sign })
    })
  }
}

/** `All` looks for false, and `Any` for true. */
function find(value: boolean): NativeKernel {
  return (args) => {
    const x = args.inputs['x'] as TensorInfo
    if (x.dtype !== 'bool') return undefined
    return overRows(args, x, 'axis', 'bool', (rows) => {
      args.backend.queue.append.findBoolRows({ ...rows, value })
    })
  }
}

/**
 * Allocates the result of a reduction.
 *
 * @param append Appends the operation, given the arguments that all operations on rows have
 */
function overRows(
  { attrs, backend }: KernelArguments,
  x: TensorInfo,
  axisName: string,
  dtype: NativeType,
  append: (rows: Arguments<'maxRows'>) => void,
): TensorInfo | undefined {
  if (!areNative(x)) return undefined
  const reduction = reductionOf(x, attrs[axisName], attrs['keepDims'] as boolean)
  const { shape, resultSize, reducedSize } = reduction
  const address = backend.address(x)
  const output = backend.allocate(shape, dtype)
  withRows(backend, x, address, reduction, (rows) => {
    append({
      units: resultSize,
      work: resultSize * reducedSize,
      x: rows,
      y: backend.address(output),
      columns: reducedSize,
    })
  })
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
  const y = backend.address(output)
  backend.queue.append.softmaxRows({ units: work / columns, work, x: address, y, columns })
  return output
}
