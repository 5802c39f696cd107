import { backend_util, util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../native-kernel.ts'
import type { KernelArguments, NativeKernels } from '../native-kernel.ts'
import type { SimdBackend } from '../simd-backend.ts'
import { activationCodes } from './activation-codes.ts'
import { compactRows } from './compact-rows.ts'

/** Matrix products, with bias and relu fused in. */
export const matmulKernels: NativeKernels = {
  BatchMatMul: (args) => matmul(args, 0),
  _FusedMatMul: fusedMatmul,
}

function fusedMatmul(args: KernelArguments): TensorInfo | undefined {
  const { inputs, attrs } = args
  const { a, b, bias } = inputs
  const code = activationCodes[(attrs['activation'] as string | undefined) ?? 'linear']
  if (code === undefined || attrs['transposeA'] || attrs['transposeB']) return undefined
  if (bias && (bias.dtype !== 'float32' || !isRow(bias.shape, (b as TensorInfo).shape.at(-1) as number)))
    return undefined
  if (batchOf(a as TensorInfo) !== 1 || batchOf(b as TensorInfo) !== 1) return undefined
  return matmul(args, code)
}

function matmul({ inputs, attrs, backend }: KernelArguments, activation: number): TensorInfo | undefined {
  const a = inputs['a'] as TensorInfo
  const b = inputs['b'] as TensorInfo
  const bias = inputs['bias']
  const transposeA = attrs['transposeA'] as boolean
  const transposeB = attrs['transposeB'] as boolean
  if (!areFloats(a, b) || a.shape.length < 2 || b.shape.length < 2 || (transposeA && transposeB))
    return undefined
  const [rowsA, columnsA] = a.shape.slice(-2)
  const [rowsB, columnsB] = b.shape.slice(-2)
  const rows = transposeA ? columnsA : rowsA
  const depth = transposeA ? rowsA : columnsA
  const columns = transposeB ? rowsB : columnsB
  util.assert(
    depth === (transposeB ? columnsB : rowsB),
    () =>
      `matMul needs equal inner sizes, got ${a.shape} and ${b.shape} with transposes ${transposeA}, ${transposeB}.`,
  )
  const batchA = batchOf(a)
  const batchB = batchOf(b)
  if (batchA !== batchB && batchA !== 1 && batchB !== 1) return undefined
  const batchShape = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const batch = util.sizeFromShape(batchShape)
  if (batch !== Math.max(batchA, batchB)) return undefined

  const addressA = backend.address(a)
  const addressB = backend.address(b)
  const addressBias = bias ? backend.address(bias) : 0
  const output = backend.allocate([...batchShape, rows, columns])
  const product: Product = { rows, columns, depth, activation, bias: addressBias }
  const run = transposeA ? productOfTransposed : transposeB ? productWithTransposed : plainProduct
  for (let i = 0; i < batch; i++) {
    const offsetA = batchA === 1 ? 0 : i * rows * depth * 4
    const offsetB = batchB === 1 ? 0 : i * depth * columns * 4
    run(
      backend,
      addressA + offsetA,
      addressB + offsetB,
      backend.address(output) + i * rows * columns * 4,
      product,
    )
  }
  return output
}

interface Product {
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly activation: number
  readonly bias: number
}

/** A·B */
function plainProduct(backend: SimdBackend, a: number, b: number, y: number, product: Product): void {
  const { rows, columns, depth, activation, bias } = product
  backend.queue.append(
    'matmul',
    { units: rows, work: workOf(product) },
    a,
    b,
    bias,
    y,
    depth,
    columns,
    activation,
  )
}

/** Aᵀ·B: the filter gradient of a convolution over one row of positions. */
function productOfTransposed(backend: SimdBackend, a: number, b: number, y: number, product: Product): void {
  const { rows, columns, depth } = product
  const stride = Math.ceil(columns / 4) * 16
  const taps = backend.table(`matmul ${rows}`, () => Array.from({ length: rows }, (_, row) => row * 4))
  const run = (to: number): void => {
    backend.queue.append(
      'conv2dFilterGradient',
      { units: Math.ceil(rows / 4), work: workOf(product) },
      a,
      b,
      to,
      stride,
      taps,
      rows,
      1,
      1,
      depth,
      columns,
      0,
      0,
      rows * 4,
    )
  }
  if (stride === columns * 4) return run(y)
  backend.withScratch(rows * stride, (padded) => {
    run(padded)
    compactRows(backend, padded, y, rows, stride, columns * 4)
  })
}

/** A·Bᵀ */
function productWithTransposed(
  backend: SimdBackend,
  a: number,
  b: number,
  y: number,
  product: Product,
): void {
  const { rows, columns, depth } = product
  backend.queue.append('matmulTransposed', { units: rows, work: workOf(product) }, a, b, y, columns, depth)
}

function workOf({ rows, columns, depth }: Product): number {
  return rows * columns * depth
}

function batchOf(tensor: TensorInfo): number {
  return util.sizeFromShape(tensor.shape.slice(0, -2))
}

/** Whether a bias of this shape is one row of `columns` values. */
function isRow(shape: number[], columns: number): boolean {
  return shape.at(-1) === columns && util.sizeFromShape(shape) === columns
}
