import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmKernels } from '../load-kernels.ts'
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

/** One operand as rows: bytes from one row to the next, and bytes from one vector of four to the next. */
interface OperandWalk {
  readonly row: number
  readonly step: number
}

/** How two operands are walked together. */
interface BroadcastWalk {
  readonly rows: number
  readonly columns: number
  readonly a: OperandWalk
  readonly b: OperandWalk
}

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
    const run: WasmKernels[BinaryName] = backend.kernels[name]
    run(
      addressA,
      addressB,
      backend.address(output),
      walk.rows,
      walk.columns,
      walk.a.row,
      walk.b.row,
      walk.a.step,
      walk.b.step,
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
    backend.kernels[name](address, backend.address(output), util.sizeFromShape(x.shape))
    return output
  }
}

function step({ inputs, attrs, backend }: KernelArguments): TensorInfo | undefined {
  const x = inputs['x'] as TensorInfo
  if (!areFloats(x)) return undefined
  const address = backend.address(x)
  const output = backend.allocate(x.shape)
  backend.kernels.step(
    address,
    backend.address(output),
    util.sizeFromShape(x.shape),
    attrs['alpha'] as number,
  )
  return output
}

const ALONG = 16 // bytes of one vector of four floats
const STILL = 0

/** The walk for two shapes, or undefined where neither operand is a scalar, a row or a column of the other. */
function broadcastWalk(a: number[], b: number[]): BroadcastWalk | undefined {
  const sizeA = util.sizeFromShape(a)
  const sizeB = util.sizeFromShape(b)
  if (sizeB === 1) return { rows: 1, columns: sizeA, a: { row: 0, step: ALONG }, b: { row: 0, step: STILL } }
  if (sizeA === 1) return { rows: 1, columns: sizeB, a: { row: 0, step: STILL }, b: { row: 0, step: ALONG } }
  if (sizeA === sizeB && util.arraysEqual(trim(a), trim(b))) {
    return { rows: 1, columns: sizeA, a: { row: 0, step: ALONG }, b: { row: 0, step: ALONG } }
  }
  if (sizeA > sizeB) return smallerWalk(a, b, sizeA, sizeB)
  const walk = smallerWalk(b, a, sizeB, sizeA)
  return walk && { ...walk, a: walk.b, b: walk.a }
}

/** The walk for a larger operand a and a smaller one b that repeats over a's rows or along its columns. */
function smallerWalk(a: number[], b: number[], sizeA: number, sizeB: number): BroadcastWalk | undefined {
  const trimmedA = trim(a)
  const trimmedB = trim(b)
  if (trimmedB.length < trimmedA.length && util.arraysEqual(trimmedA.slice(-trimmedB.length), trimmedB)) {
    const rows = sizeA / sizeB
    return { rows, columns: sizeB, a: { row: sizeB * 4, step: ALONG }, b: { row: 0, step: ALONG } }
  }
  const leading = b.slice(0, b.findLastIndex((size) => size !== 1) + 1)
  if (b.length === a.length && util.arraysEqual(a.slice(0, leading.length), leading)) {
    const columns = sizeA / sizeB
    return { rows: sizeB, columns, a: { row: columns * 4, step: ALONG }, b: { row: 4, step: STILL } }
  }
  return undefined
}

/** A shape without its leading ones. */
function trim(shape: number[]): number[] {
  const first = shape.findIndex((size) => size !== 1)
  return first === -1 ? [] : shape.slice(first)
}
