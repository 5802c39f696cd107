import { util } from '@tensorflow/tfjs-core'
import type { NativeTensors } from '../native/native-tensors.ts'

/** A dimension of the elements to copy: its size, and the bytes from one index to the next in the source and the target. */
export interface Dimension {
  readonly size: number
  readonly source: number
  readonly target: number
}

/** Elements of the smallest copy whose rows are cut for threads: two slices of 40,000, the default `workPerSlice`. */
const SHARED_SIZE = 80_000

/** With this many planes, a copy is shared by planes, without cutting them. */
const ENOUGH_PLANES = 8

/** Copies elements of 1 or 4 bytes; the dimensions are listed outermost first. */
export function copyStrided(
  backend: NativeTensors,
  source: number,
  target: number,
  elementBytes: number,
  dimensions: readonly Dimension[],
): void {
  const { outer, rows, row } = planesOf(merge(dimensions), elementBytes)
  const words = outer.flatMap(({ size, source, target }) => [size, source, target])
  const planes = sizeOf(outer)
  backend.queue.append.copyStrided({
    units: planes,
    work: planes * rows.size * row.size,
    source,
    target,
    elementBytes,
    rows: rows.size,
    columns: row.size,
    sourceRow: rows.source,
    sourceColumn: row.source,
    targetRow: rows.target,
    table: words.length === 0 ? 0 : backend.table(`copy ${words}`, () => words),
    rank: outer.length,
  })
}

/** The bytes from one index of each dimension to the next, in a tensor of this shape. */
export function byteStrides(shape: readonly number[], elementBytes: number): number[] {
  return shape.map((_, axis) => elementBytes * util.sizeFromShape(shape.slice(axis + 1)))
}

/** Drops dimensions of one element, and merges dimensions that can be walked as one. */
function merge(dimensions: readonly Dimension[]): Dimension[] {
  const merged: Dimension[] = []
  for (const { size, source, target } of dimensions) {
    const outer = merged.at(-1)
    if (size === 1) continue
    if (outer && outer.source === size * source && outer.target === size * target) {
      merged[merged.length - 1] = { size: outer.size * size, source, target }
    } else {
      merged.push({ size, source, target })
    }
  }
  return merged
}

/**
 * Returns the two innermost dimensions: a row of elements, which adjoin in the target, and the rows of a plane. The outer
 * dimensions count planes.
 */
function planesOf(
  merged: readonly Dimension[],
  elementBytes: number,
): { outer: Dimension[]; rows: Dimension; row: Dimension } {
  const one = { size: 1, source: elementBytes, target: elementBytes }
  const outer = [...merged]
  const row = outer.at(-1)?.target === elementBytes ? (outer.pop() as Dimension) : one
  const rows = outer.pop() ?? one
  const isShared = sizeOf(merged) >= SHARED_SIZE && sizeOf(outer) < ENOUGH_PLANES
  if (!isShared || rows.size === 1) return { outer, rows, row }
  // The rows are cut into smaller planes of equal size; tiles of `transposePlane` have 4 rows.
  const size = [64, 32, 16, 8, 4, 1].find((size) => rows.size % size === 0) as number
  outer.push({ size: rows.size / size, source: rows.source * size, target: rows.target * size })
  return { outer, rows: { ...rows, size }, row }
}

function sizeOf(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((product, { size }) => product * size, 1)
}
