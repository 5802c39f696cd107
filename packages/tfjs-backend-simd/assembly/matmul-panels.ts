import { Activation, clamp, highestOf, lowestOf } from './activation'
import { Address, ZEROS } from './address'
import { PANEL_SIZE } from './pack-panels'
import { storeTileRow } from './vectors'

/** Rows of a panel that are multiplied before the next panel: 16 KiB, which fit a first-level cache. */
const BLOCK_DEPTH: i32 = 256

/**
 * y = activation(a·b + bias) with b in panels, see {@link packPanels}, for the groups `from` to `to` of 16 rows each. The elements
 * of a are `columnStrideA` bytes apart in a row, its rows `rowStrideA` and its groups of 16 rows `groupStrideA`. So a may be a
 * matrix, or the panels of its transpose.
 *
 * Two rows × four vectors stay in registers. The depth is cut into blocks, between which the sums are stored in y: each sum has
 * the order of the depth, as in `matmul`.
 *
 * @param bias 0 for none
 */
export function matmulPanels(
  a: Address,
  panels: Address,
  bias: Address,
  y: Address,
  rows: i32,
  depth: i32,
  columns: i32,
  groupStrideA: usize,
  rowStrideA: usize,
  columnStrideA: usize,
  activation: Activation,
  from: i32,
  to: i32,
): void {
  const yRow = (<usize>columns) << 2
  const panelBytes = (<usize>depth) << 6
  for (let k = 0; k < depth; k += BLOCK_DEPTH) {
    const length = min(BLOCK_DEPTH, depth - k)
    const isLast = k + length == depth
    const low = lowestOf(isLast ? activation : Activation.LINEAR)
    const high = highestOf(isLast ? activation : Activation.LINEAR)
    for (let column = 0; column < columns; column += PANEL_SIZE) {
      const offset = (<usize>column) << 2
      const block = panels + <usize>(column / PANEL_SIZE) * panelBytes + ((<usize>k) << 6)
      const lanes = min(PANEL_SIZE, columns - column)
      const first = k > 0 ? 0 : bias ? bias + offset : ZEROS
      for (let group = from; group < to; group++) {
        const count = min(PANEL_SIZE, rows - group * PANEL_SIZE)
        const p = a + <usize>group * groupStrideA + <usize>k * columnStrideA
        const q = y + <usize>(group * PANEL_SIZE) * yRow + offset
        // prettier-ignore
        if (lanes > 12) tiles(4, p, rowStrideA, columnStrideA, block, length, first, q, yRow, count, low, high, lanes - 12)
        else if (lanes > 8) tiles(3, p, rowStrideA, columnStrideA, block, length, first, q, yRow, count, low, high, lanes - 8)
        else if (lanes > 4) tiles(2, p, rowStrideA, columnStrideA, block, length, first, q, yRow, count, low, high, lanes - 4)
        else tiles(1, p, rowStrideA, columnStrideA, block, length, first, q, yRow, count, low, high, lanes)
      }
    }
  }
}

/** V vectors of `count` rows: tiles of two rows, and a remaining row. */
// @inline
function tiles(
  V: i32,
  a: usize,
  rowStrideA: usize,
  columnStrideA: usize,
  b: usize,
  length: i32,
  first: usize,
  y: usize,
  yRow: usize,
  count: i32,
  low: v128,
  high: v128,
  last: i32,
): void {
  for (; count >= 2; count -= 2) {
    tile(2, V, a, rowStrideA, columnStrideA, b, length, first, y, yRow, low, high, last)
    a += rowStrideA << 1
    y += yRow << 1
  }
  if (count > 0) tile(1, V, a, rowStrideA, columnStrideA, b, length, first, y, yRow, low, high, last)
}

/** P rows × V vectors. P and V are constants at every call. The sums start from the floats at `first`, or from y if `first` is 0. */
// @inline
function tile(
  P: i32,
  V: i32,
  a: usize,
  rowStrideA: usize,
  columnStrideA: usize,
  b: usize,
  length: i32,
  first: usize,
  y: usize,
  yRow: usize,
  low: v128,
  high: v128,
  last: i32,
): void {
  const s0 = first ? first : y
  const s1 = first ? first : y + yRow
  let a00 = v128.load(s0)
  let a01 = V > 1 ? v128.load(s0, 16) : a00
  let a02 = V > 2 ? v128.load(s0, 32) : a00
  let a03 = V > 3 ? v128.load(s0, 48) : a00
  let a10 = P > 1 ? v128.load(s1) : a00
  let a11 = P > 1 && V > 1 ? v128.load(s1, 16) : a00
  let a12 = P > 1 && V > 2 ? v128.load(s1, 32) : a00
  let a13 = P > 1 && V > 3 ? v128.load(s1, 48) : a00
  const end = b + ((<usize>length) << 6)
  while (b < end) {
    const b0 = v128.load(b)
    const b1 = V > 1 ? v128.load(b, 16) : b0
    const b2 = V > 2 ? v128.load(b, 32) : b0
    const b3 = V > 3 ? v128.load(b, 48) : b0
    let s = v128.load32_splat(a)
    a00 = f32x4.add(a00, f32x4.mul(s, b0))
    if (V > 1) a01 = f32x4.add(a01, f32x4.mul(s, b1))
    if (V > 2) a02 = f32x4.add(a02, f32x4.mul(s, b2))
    if (V > 3) a03 = f32x4.add(a03, f32x4.mul(s, b3))
    if (P > 1) {
      s = v128.load32_splat(a + rowStrideA)
      a10 = f32x4.add(a10, f32x4.mul(s, b0))
      if (V > 1) a11 = f32x4.add(a11, f32x4.mul(s, b1))
      if (V > 2) a12 = f32x4.add(a12, f32x4.mul(s, b2))
      if (V > 3) a13 = f32x4.add(a13, f32x4.mul(s, b3))
    }
    a += columnStrideA
    b += 64
  }
  storeTileRow(
    V,
    y,
    clamp(a00, low, high),
    clamp(a01, low, high),
    clamp(a02, low, high),
    clamp(a03, low, high),
    last,
  )
  if (P > 1)
    storeTileRow(
      V,
      y + yRow,
      clamp(a10, low, high),
      clamp(a11, low, high),
      clamp(a12, low, high),
      clamp(a13, low, high),
      last,
    )
}
