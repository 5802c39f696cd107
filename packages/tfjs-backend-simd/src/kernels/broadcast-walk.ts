import { backend_util, util } from '@tensorflow/tfjs-core'
import { BLOCK_ELEMENTS, Repeated } from '../generated/operations.ts'
import type { Arguments, Share } from '../generated/operations.ts'

/**
 * How two operands are walked together, in rows of `columns` elements and blocks of `rows` rows: arguments of `binary` in
 * assembly/elementwise.ts. `rowA` and `rowB` are the bytes from one row of an operand to the next, `blockA` and `blockB` from
 * one block to the next; 0 repeats the row or block.
 */
export type BroadcastWalk = Pick<
  Arguments<'binary'>,
  'columns' | 'rows' | 'rowA' | 'rowB' | 'blockA' | 'blockB' | 'repeats'
>

/** The share of a command that computes a vector of `size` elements. */
export function blocksOf(size: number): Share {
  return { units: Math.ceil(size / BLOCK_ELEMENTS), work: size }
}

/** The walk of two float32 vectors of one size. */
export const vectorWalk: BroadcastWalk = walkOfVectors(BLOCK_ELEMENTS * 4, BLOCK_ELEMENTS * 4)

/**
 * The walk of two operands that broadcast, or undefined where blocks of rows are not enough.
 *
 * @param elementBytes The size of an element of both operands
 */
export function broadcastWalk(
  a: readonly number[],
  b: readonly number[],
  elementBytes = 4,
): BroadcastWalk | undefined {
  const [row, rows, blocks, ...others] = broadcastDimensions(a, b).toReversed()
  if (others.length > 0) return undefined
  const blockBytes = BLOCK_ELEMENTS * elementBytes
  if (!row) return walkOfVectors(blockBytes, blockBytes)
  if (!rows) return walkOfVectors(row.a * blockBytes, row.b * blockBytes)
  return {
    columns: row.size,
    rows: rows.size,
    rowA: rows.a * elementBytes,
    rowB: rows.b * elementBytes,
    blockA: (blocks?.a ?? 0) * elementBytes,
    blockB: (blocks?.b ?? 0) * elementBytes,
    repeats: repeatedOf(row.a, row.b),
  }
}

/** Vectors are one block, however long they are. */
function walkOfVectors(rowA: number, rowB: number): BroadcastWalk {
  const repeats = repeatedOf(rowA, rowB)
  return { columns: BLOCK_ELEMENTS, rows: 2 ** 31 - 1, rowA, rowB, blockA: 0, blockB: 0, repeats }
}

function repeatedOf(strideA: number, strideB: number): Repeated {
  if (strideA === 0) return Repeated.A
  return strideB === 0 ? Repeated.B : Repeated.NEITHER
}

/** A dimension of the result, and the elements from one index to the next in each operand. */
interface Dimension {
  readonly size: number
  readonly a: number
  readonly b: number
}

/** The dimensions of the result that have more than one element; dimensions that can be walked as one are merged. */
function broadcastDimensions(a: readonly number[], b: readonly number[]): Dimension[] {
  const shape = backend_util.assertAndGetBroadcastShape([...a], [...b])
  const [stridesA, stridesB] = [stridesIn(shape, a), stridesIn(shape, b)]
  const dimensions: Dimension[] = []
  shape.forEach((size, axis) => {
    if (size === 1) return
    const [strideA, strideB] = [stridesA[axis], stridesB[axis]]
    const outer = dimensions.at(-1)
    const adjoins = outer && outer.a === size * strideA && outer.b === size * strideB
    if (adjoins) dimensions.pop()
    dimensions.push({ size: adjoins ? outer.size * size : size, a: strideA, b: strideB })
  })
  return dimensions
}

/** The strides of an operand along the axes of the result, in elements: 0 where the operand has one element. */
export function stridesIn(shape: readonly number[], operand: readonly number[]): number[] {
  const missing = shape.length - operand.length
  return shape.map((_, axis) => {
    const operandAxis = axis - missing
    if (operandAxis < 0 || operand[operandAxis] === 1) return 0
    return util.sizeFromShape(operand.slice(operandAxis + 1))
  })
}
