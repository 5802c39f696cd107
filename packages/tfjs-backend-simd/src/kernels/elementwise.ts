import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Share } from '../command-queue.ts'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernel, NativeKernels } from '../native-kernel.ts'

type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum'
type UnaryName = 'relu' | 'relu6' | 'neg' | 'square' | 'sqrt' | 'exp' | 'log' | 'sigmoid' | 'tanh' | 'abs'

/** Elementwise kernels with broadcasting: whole tensors, scalars, rows and columns. */
export const elementwiseKernels: NativeKernels = {
  Add: binary('add'),
  Sub: binary('sub'),
  Multiply: binary('mul'),
  RealDiv: binary('div'),
  Maximum: binary('maximum'),
  Minimum: binary('minimum'),
  Relu: unary('relu'),
  Relu6: unary('relu6'),
  Neg: unary('neg'),
  Square: unary('square'),
  Sqrt: unary('sqrt'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sigmoid: unary('sigmoid'),
  Tanh: unary('tanh'),
  Abs: unary('abs'),
  Step: step,
}

/** How two operands are walked together, in rows of `columns` floats; strides are the bytes between rows. */
export interface BroadcastWalk {
  readonly columns: number
  readonly strideA: number
  readonly strideB: number
  readonly repeats: number
}

/** Which operand gives one value for each whole row. */
const NEITHER = 0
const A = 1
const B = 2

/** Floats that one thread gets at least, BLOCK of assembly/lanes.ts. */
const BLOCK = 64

function binary(name: BinaryName): NativeKernel {
  return ({ inputs, backend }: KernelArguments) => {
    const a = inputs['a'] as TensorInfo
    const b = inputs['b'] as TensorInfo
    if (!areFloats(a, b)) return undefined
    const walk = broadcastWalk(a.shape, b.shape)
    if (!walk) return undefined
    const addressA = backend.address(a)
    const addressB = backend.address(b)
    const output = backend.allocate(backend_util.assertAndGetBroadcastShape(a.shape, b.shape))
    const size = util.sizeFromShape(output.shape)
    backend.queue.append(
      name,
      { units: Math.ceil(size / walk.columns), work: size },
      addressA,
      addressB,
      backend.address(output),
      size,
      walk.columns,
      walk.strideA,
      walk.strideB,
      walk.repeats,
    )
    return output
  }
}

function unary(name: UnaryName): NativeKernel {
  return ({ inputs, backend }: KernelArguments) => {
    const x = inputs['x'] as TensorInfo
    if (!areFloats(x)) return undefined
    const address = backend.address(x)
    const output = backend.allocate(x.shape)
    const size = util.sizeFromShape(x.shape)
    backend.queue.append(name, blocksOf(size), address, backend.address(output), size)
    return output
  }
}

function step({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const address = backend.address(x)
  const output = backend.allocate(x.shape)
  const size = util.sizeFromShape(x.shape)
  backend.queue.append(
    'step',
    blocksOf(size),
    address,
    backend.address(output),
    size,
    attrs['alpha'] as number,
  )
  return output
}

/** How a vector is shared. */
export function blocksOf(size: number): Share {
  return { units: Math.ceil(size / BLOCK), work: size }
}

/** The walk of two vectors of one size. */
export const vectorWalk: BroadcastWalk = {
  columns: BLOCK,
  strideA: BLOCK * 4,
  strideB: BLOCK * 4,
  repeats: NEITHER,
}

/** The walk for two shapes, or undefined where neither operand is a scalar, a row or a column of the other. */
function broadcastWalk(a: number[], b: number[]): BroadcastWalk | undefined {
  const sizeA = util.sizeFromShape(a)
  const sizeB = util.sizeFromShape(b)
  const [along, still] = [BLOCK * 4, 0]
  if (sizeB === 1) return { columns: BLOCK, strideA: along, strideB: still, repeats: B }
  if (sizeA === 1) return { columns: BLOCK, strideA: still, strideB: along, repeats: A }
  if (sizeA === sizeB && util.arraysEqual(trim(a), trim(b))) {
    return vectorWalk
  }
  if (sizeA > sizeB) return smallerWalk(a, b, sizeA, sizeB)
  const walk = smallerWalk(b, a, sizeB, sizeA)
  return walk && { ...walk, strideA: walk.strideB, strideB: walk.strideA, repeats: walk.repeats && A }
}

/** The walk for a larger operand a and a smaller one b that repeats over a's rows or along its columns. */
function smallerWalk(a: number[], b: number[], sizeA: number, sizeB: number): BroadcastWalk | undefined {
  const trimmedA = trim(a)
  const trimmedB = trim(b)
  if (trimmedB.length < trimmedA.length && util.arraysEqual(trimmedA.slice(-trimmedB.length), trimmedB)) {
    return { columns: sizeB, strideA: sizeB * 4, strideB: 0, repeats: NEITHER }
  }
  const leading = b.slice(0, b.findLastIndex((size) => size !== 1) + 1)
  if (b.length === a.length && util.arraysEqual(a.slice(0, leading.length), leading)) {
    const columns = sizeA / sizeB
    return { columns, strideA: columns * 4, strideB: 4, repeats: B }
  }
  return undefined
}

/** A shape without its leading ones. */
function trim(shape: number[]): number[] {
  const first = shape.findIndex((size) => size !== 1)
  return first === -1 ? [] : shape.slice(first)
}
