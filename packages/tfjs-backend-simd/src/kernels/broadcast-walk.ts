import { backend_util, util } from '@tensorflow/tfjs-core'
import type { Share } from '../runtime/command-queue.ts'

/**
 * How two operands are walked together, in rows of `columns` elements and blocks of `rows` rows. Strides count elements:
 * from one row of an operand to the next, and from one block to the next; 0 repeats what came before.
 */
export interface BroadcastWalk {
  readonly columns: number
  readonly rows: number
  readonly rowA: number
  readonly rowB: number
  readonly blockA: number
  readonly blockB: number
  readonly repeats: number
}

/** Which operand gives one value for each whole row. */
const NEITHER = 0
const A = 1
const B = 2

/** Floats that one thread gets at least, BLOCK of assembly/lanes.ts. */
const BLOCK = 64

/** How a vector is shared. */
export function blocksOf(size: number): Share {
  return { units: Math.ceil(size / BLOCK), work: size }
}

/** The walk of two vectors of one size. */
export const vectorWalk: BroadcastWalk = walkOfVectors(BLOCK, BLOCK)

/** The walk for two shapes, or undefined where it would take more than blocks of rows. */
export function broadcastWalk(a: readonly number[], b: readonly number[]): BroadcastWalk | undefined {
  const dimensions = broadcastDimensions(a, b)
  const [row, rows, blocks, ...others] = dimensions.toReversed()
  if (others.length > 0) return undefined
  if (!row) return vectorWalk
  if (!rows) return walkOfVectors(row.a * BLOCK, row.b * BLOCK)
  return {
    columns: row.size,
    rows: rows.size,
    rowA: rows.a,
    rowB: rows.b,
    blockA: blocks?.a ?? 0,
    blockB: blocks?.b ?? 0,
    repeats: repeatsOf(row.a, row.b),
  }
}

/** The arguments `n` to `repeats` of an operation, for operands with elements of this size. */
export function walkArguments(
  { columns, rows, rowA, rowB, blockA, blockB, repeats }: BroadcastWalk,
  elementBytes = 4,
): [n: number, rows: number, aRow: number, bRow: number, aBlock: number, bBlock: number, repeats: number] {
  const [aRow, bRow, aBlock, bBlock] = [rowA, rowB, blockA, blockB].map((stride) => stride * elementBytes)
  return [columns, rows, aRow, bRow, aBlock, bBlock, repeats]
}

function walkOfVectors(rowA: number, rowB: number): BroadcastWalk {
  // One block, however long the vectors are.
  return {
    columns: BLOCK,
    rows: 2 ** 31 - 1,
    rowA,
    rowB,
    blockA: 0,
    blockB: 0,
    repeats: repeatsOf(rowA, rowB),
  }
}

function repeatsOf(strideA: number, strideB: number): number {
  if (strideA === 0) return A
  return strideB === 0 ? B : NEITHER
}

/** A dimension of the result, and the elements from one index to the next in each operand. */
interface Dimension {
  readonly size: number
  readonly a: number
  readonly b: number
}

/** The dimensions of the result but for those of one element; those are joined that can be walked as one. */
function broadcastDimensions(a: readonly number[], b: readonly number[]): Dimension[] {
  const shape = backend_util.assertAndGetBroadcastShape([...a], [...b])
  const [stridesA, stridesB] = [stridesIn(shape, a), stridesIn(shape, b)]
  const dimensions: Dimension[] = []
  shape.forEach((size, axis) => {
    if (size === 1) return
    const [strideA, strideB] = [stridesA[axis], stridesB[axis]]
    const outer = dimensions.at(-1)
    const isOne = outer && outer.a === size * strideA && outer.b === size * strideB
    if (isOne) dimensions.pop()
    dimensions.push({ size: isOne ? outer.size * size : size, a: strideA, b: strideB })
  })
  return dimensions
}

/** The strides of an operand along the axes of the result: 0 where it has one element. */
export function stridesIn(shape: readonly number[], operand: readonly number[]): number[] {
  const missing = shape.length - operand.length
  return shape.map((_, axis) => {
    const own = axis - missing
    return own < 0 || operand[own] === 1 ? 0 : util.sizeFromShape(operand.slice(own + 1))
  })
}
