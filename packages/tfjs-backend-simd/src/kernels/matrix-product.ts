import type { NativeTensors } from '../native/native-tensors.ts'
import { compactRows } from './compact-rows.ts'

/** y = activation(a·b + bias) of two matrices, either of which may be stored transposed. */
export interface MatrixProduct {
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  /** Address of a row of biases, 0 for none. */
  readonly bias: number
  /** 0 linear, 1 relu, 2 relu6. */
  readonly activation: number
}

/** Addresses of the matrices. */
export interface Matrices {
  readonly a: number
  readonly b: number
  readonly y: number
}

/** Columns of a panel, and rows of a group, of assembly/matmul-panels.ts. */
const PANEL = 16

/** Appends a product, by the way that is fastest for its shape. */
export function appendProduct(backend: NativeTensors, product: MatrixProduct, matrices: Matrices): void {
  const { transposeA, transposeB, bias, activation } = product
  const isFused = bias !== 0 || activation !== 0
  if (paysToPack(product)) panelProduct(backend, product, matrices)
  else if (!transposeA && !transposeB) plainProduct(backend, product, matrices)
  else if (isFused || (transposeA && transposeB)) panelProduct(backend, product, matrices)
  else if (transposeA) productOfTransposed(backend, product, matrices)
  else productWithTransposed(backend, product, matrices)
}

/** Whether packing takes less time than it saves, as measured. */
function paysToPack({ rows, columns, depth, transposeA, transposeB }: MatrixProduct): boolean {
  if (transposeA) return rows >= 128 && columns >= 32
  if (transposeB) return rows >= 32
  return rows >= 32 && (columns >= 256 || (columns >= 128 && depth >= 512))
}

/** A·B */
function plainProduct(backend: NativeTensors, product: MatrixProduct, { a, b, y }: Matrices): void {
  const { rows, columns, depth, bias, activation } = product
  const share = { units: rows, work: workOf(product) }
  backend.queue.append('matmul', share, a, b, bias, y, depth, columns, activation)
}

/** Any product, from packed copies of b and of a transposed a. */
function panelProduct(backend: NativeTensors, product: MatrixProduct, { a, b, y }: Matrices): void {
  const { rows, columns, depth, transposeA, transposeB, bias, activation } = product
  withPanels(backend, b, depth, columns, transposeB, (panels) => {
    const run = (from: number, aGroup: number, aRow: number, aStep: number): void => {
      backend.queue.append(
        'matmulPanels',
        { units: Math.ceil(rows / PANEL), work: workOf(product) },
        from,
        panels,
        bias,
        y,
        rows,
        depth,
        columns,
        aGroup,
        aRow,
        aStep,
        activation,
      )
    }
    if (!transposeA) return run(a, PANEL * depth * 4, depth * 4, 4)
    withPanels(backend, a, depth, rows, false, (packed) => run(packed, depth * PANEL * 4, 4, PANEL * 4))
  })
}

/** Calls `use` with the address of a matrix of depth × columns floats in panels. */
function withPanels(
  backend: NativeTensors,
  matrix: number,
  depth: number,
  columns: number,
  isTransposed: boolean,
  use: (panels: number) => void,
): void {
  const count = Math.ceil(columns / PANEL)
  backend.withScratch(count * depth * PANEL * 4, (panels) => {
    const [rowStep, columnStep] = isTransposed ? [4, depth * 4] : [columns * 4, 4]
    const share = { units: count, work: columns * depth }
    backend.queue.append('packPanels', share, matrix, panels, depth, columns, rowStep, columnStep)
    use(panels)
  })
}

/** Aᵀ·B: the filter gradient of a convolution over one row of positions. */
function productOfTransposed(backend: NativeTensors, product: MatrixProduct, { a, b, y }: Matrices): void {
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
      1,
      depth,
      columns,
      0,
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
function productWithTransposed(backend: NativeTensors, product: MatrixProduct, { a, b, y }: Matrices): void {
  const { rows, columns, depth } = product
  backend.queue.append('matmulTransposed', { units: rows, work: workOf(product) }, a, b, y, columns, depth)
}

function workOf({ rows, columns, depth }: MatrixProduct): number {
  return rows * columns * depth
}
