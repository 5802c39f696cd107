import { PANEL_SIZE } from '../generated/operations.ts'
import type { Activation } from '../generated/operations.ts'
import type { NativeTensors } from '../native/native-tensors.ts'
import { appendFilterGradient } from './convolution-gradients.ts'

/** y = activation(a·b + bias) of two matrices, either of which may be stored transposed. */
export interface MatrixProduct {
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  /** The address of a row of biases, 0 for none. */
  readonly bias: number
  readonly activation: Activation
}

/** The addresses of the matrices. */
export interface Matrices {
  readonly a: number
  readonly b: number
  readonly y: number
}

/** Appends a product, by the operations that are fastest for its shape. */
export function appendProduct(backend: NativeTensors, product: MatrixProduct, matrices: Matrices): void {
  const { transposeA, transposeB, bias, activation } = product
  const isFused = bias !== 0 || activation !== 0
  if (paysToPack(product)) panelProduct(backend, product, matrices)
  else if (!transposeA && !transposeB) plainProduct(backend, product, matrices)
  else if (isFused || (transposeA && transposeB)) panelProduct(backend, product, matrices)
  else if (transposeA) productOfTransposed(backend, product, matrices)
  else productWithTransposed(backend, product, matrices)
}

/** Whether packing takes less time than it saves. The limits were measured. */
function paysToPack({ rows, columns, depth, transposeA, transposeB }: MatrixProduct): boolean {
  if (transposeA) return rows >= 128 && columns >= 32
  if (transposeB) return rows >= 32
  return rows >= 32 && (columns >= 256 || (columns >= 128 && depth >= 512))
}

/** A·B */
function plainProduct(backend: NativeTensors, product: MatrixProduct, matrices: Matrices): void {
  const { rows, columns, depth, bias, activation } = product
  const sizes = { depth, columns, bias, activation }
  backend.queue.append.matmul({ units: rows, work: workOf(product), ...matrices, ...sizes })
}

/** Any product, computed from packed copies of b and of a transposed a. */
function panelProduct(backend: NativeTensors, product: MatrixProduct, { a, b, y }: Matrices): void {
  const { rows, columns, depth, transposeA, transposeB, bias, activation } = product
  withPanels(backend, b, depth, columns, transposeB, (panels) => {
    const shared = {
      units: Math.ceil(rows / PANEL_SIZE),
      work: workOf(product),
      panels,
      bias,
      y,
      rows,
      depth,
      columns,
    }
    const { append } = backend.queue
    if (!transposeA) {
      const rowStrideA = depth * 4
      const groupStrideA = PANEL_SIZE * rowStrideA
      return append.matmulPanels({ ...shared, a, groupStrideA, rowStrideA, columnStrideA: 4, activation })
    }
    withPanels(backend, a, depth, rows, false, (packed) => {
      const columnStrideA = PANEL_SIZE * 4
      const groupStrideA = depth * columnStrideA
      append.matmulPanels({ ...shared, a: packed, groupStrideA, rowStrideA: 4, columnStrideA, activation })
    })
  })
}

/** Calls `use` with the address of panels, see assembly/pack-panels.ts, of a matrix of depth × columns floats. */
function withPanels(
  backend: NativeTensors,
  matrix: number,
  depth: number,
  columns: number,
  isTransposed: boolean,
  use: (panels: number) => void,
): void {
  const count = Math.ceil(columns / PANEL_SIZE)
  backend.withScratch(count * depth * PANEL_SIZE * 4, (panels) => {
    backend.queue.append.packPanels({
      units: count,
      work: columns * depth,
      source: matrix,
      panels,
      depth,
      columns,
      rowStride: isTransposed ? 4 : columns * 4,
      columnStride: isTransposed ? depth * 4 : 4,
    })
    use(panels)
  })
}

/** Aᵀ·B: the filter gradient of a convolution with one row of positions, in which b is the gradient of the output. */
function productOfTransposed(backend: NativeTensors, product: MatrixProduct, { a, b, y }: Matrices): void {
  const { rows, columns, depth } = product
  appendFilterGradient(backend, {
    work: workOf(product),
    x: a,
    dy: b,
    dFilter: y,
    offsets: backend.table(`matmul ${rows}`, () => Array.from({ length: rows }, (_, row) => row * 4)),
    windowSize: rows,
    batchSize: 1,
    planes: 1,
    outHeight: 1,
    outWidth: depth,
    outChannels: columns,
    imageStride: 0,
    planeStride: 0,
    rowStride: 0,
    columnStride: rows * 4,
  })
}

/** A·Bᵀ */
function productWithTransposed(backend: NativeTensors, product: MatrixProduct, matrices: Matrices): void {
  const { rows, columns, depth } = product
  backend.queue.append.matmulTransposed({ units: rows, work: workOf(product), ...matrices, columns, depth })
}

function workOf({ rows, columns, depth }: MatrixProduct): number {
  return rows * columns * depth
}
