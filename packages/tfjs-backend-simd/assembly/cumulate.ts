import { Address } from './address'
import { LANES, storeLanes } from './vectors'

/**
 * y[o, i, j] = the sum or product of x[o, 0, j] to x[o, i, j], in blocks o of `rows` rows of `columns` floats. With `isExclusive`
 * without x[o, i, j]; with `isReverse` from the last row on. Each block is cut into groups of four columns; the groups are the
 * units `from` to `to`.
 */
export function cumulate(
  x: Address,
  y: Address,
  rows: i32,
  columns: i32,
  isProduct: bool,
  isExclusive: bool,
  isReverse: bool,
  from: i32,
  to: i32,
): void {
  const groups = (columns + LANES - 1) / LANES
  const row = (<usize>columns) << 2
  const step = isReverse ? -row : row
  for (let unit = from; unit < to; unit++) {
    const block = unit / groups
    const j = (unit - block * groups) * LANES
    let at = <usize>(block * rows) * row + ((<usize>j) << 2) + (isReverse ? <usize>(rows - 1) * row : 0)
    let result = v128.load(x + at)
    if (isExclusive) storeLanes(y + at, f32x4.splat(isProduct ? 1 : 0), columns - j)
    else storeLanes(y + at, result, columns - j)
    for (let i = 1; i < rows; i++) {
      at += step
      const v = v128.load(x + at)
      const before = result
      result = isProduct ? f32x4.mul(before, v) : f32x4.add(before, v)
      storeLanes(y + at, isExclusive ? before : result, columns - j)
    }
  }
}
