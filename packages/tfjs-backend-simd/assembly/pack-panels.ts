import { Address } from './address'
import { transposedRow } from './vectors'

/** Columns of a panel, a cache line of floats, and rows in a unit of {@link matmulPanels}. */
export const PANEL_SIZE: i32 = 16

/**
 * Copies a matrix of `depth` rows into panels of 16 columns, so that a product reads contiguous memory: panel[k][j] =
 * source[k, 16·panel + j], for the panels `from` to `to`. A row of a panel has 64 bytes, also in the last panel, whose surplus is
 * undefined.
 *
 * `rowStride` and `columnStride` are the bytes from a row and a column to the next; one of them is 4.
 */
export function packPanels(
  source: Address,
  panels: Address,
  depth: i32,
  columns: i32,
  rowStride: usize,
  columnStride: usize,
  from: i32,
  to: i32,
): void {
  for (let panel = from; panel < to; panel++) {
    const first = panel * PANEL_SIZE
    const lanes = min(PANEL_SIZE, columns - first)
    const p = source + <usize>first * columnStride
    const q = panels + ((<usize>panel * <usize>depth) << 6)
    if (columnStride == 4) copyPanel(p, q, depth, lanes, rowStride)
    else transposePanel(p, q, depth, lanes, columnStride)
  }
}

/** Copies a panel whose rows are contiguous in the source. */
function copyPanel(p: usize, q: usize, depth: i32, lanes: i32, rowStride: usize): void {
  for (let k = 0; k < depth; k++) {
    for (let at: usize = 0; at < (<usize>lanes) << 2; at += 16) v128.store(q + at, v128.load(p + at))
    p += rowStride
    q += 64
  }
}

/**
 * Copies a panel whose columns are contiguous in the source, in squares of 4 × 4. Four squares along the columns come first: they
 * are cache lines of four columns, which would not stay in the cache where columns are a power of two apart.
 */
function transposePanel(p: usize, q: usize, depth: i32, lanes: i32, columnStride: usize): void {
  const last = p + <usize>(lanes - 1) * columnStride
  for (let block = 0; block < depth; block += 16) {
    const end = min(block + 16, depth)
    for (let j = 0; j < lanes; j += 4) {
      const p0 = p + <usize>j * columnStride
      const p1 = min(p0 + columnStride, last)
      const p2 = min(p1 + columnStride, last)
      const p3 = min(p2 + columnStride, last)
      for (let k = block; k < end; k += 4) {
        const at = (<usize>k) << 2
        transposeSquare(
          p0 + at,
          p1 + at,
          p2 + at,
          p3 + at,
          q + ((<usize>k) << 6) + ((<usize>j) << 2),
          end - k,
        )
      }
    }
  }
}

/** Stores the first `rows` lanes of four vectors, at most four, as vectors 64 bytes apart. */
// @inline
function transposeSquare(p0: usize, p1: usize, p2: usize, p3: usize, q: usize, rows: i32): void {
  const v0 = v128.load(p0),
    v1 = v128.load(p1),
    v2 = v128.load(p2),
    v3 = v128.load(p3)
  v128.store(q, transposedRow(0, v0, v1, v2, v3))
  if (rows > 1) v128.store(q, transposedRow(1, v0, v1, v2, v3), 64)
  if (rows > 2) v128.store(q, transposedRow(2, v0, v1, v2, v3), 128)
  if (rows > 3) v128.store(q, transposedRow(3, v0, v1, v2, v3), 192)
}
