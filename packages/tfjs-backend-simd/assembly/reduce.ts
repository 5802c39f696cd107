import { Address } from './address'
import { highDoubles, laneMask, lowDoubles, storeLanes } from './vectors'
import { exp4 } from './math'

/** y[r] = Σ over the floats of row r, in float64, divided by `divisor`, for the rows `from` to `to`. */
export function sumRows(x: Address, y: Address, columns: i32, divisor: f32, from: i32, to: i32): void {
  x += (<usize>from * <usize>columns) << 2
  y += (<usize>from) << 2
  for (let row = from; row < to; row++) {
    store<f32>(y, <f32>(rowSum(x, columns) / <f64>divisor))
    x += (<usize>columns) << 2
    y += 4
  }
}

/** y[r] = the largest float of row r, or NaN if one is NaN, for the rows `from` to `to`. */
export function maxRows(x: Address, y: Address, columns: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    store<f32>(y + ((<usize>row) << 2), rowExtreme(false, x + ((<usize>(row * columns)) << 2), columns))
  }
}

/** y[r] = the smallest float of row r, or NaN if one is NaN, for the rows `from` to `to`. */
export function minRows(x: Address, y: Address, columns: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    store<f32>(y + ((<usize>row) << 2), rowExtreme(true, x + ((<usize>(row * columns)) << 2), columns))
  }
}

/**
 * y[r] = the index, as int32, of the largest float of row r (`sign` 1) or the smallest (−1), the first of equals, for the rows
 * `from` to `to`. NaN is never larger or smaller.
 */
export function argMaxRows(x: Address, y: Address, columns: i32, sign: f32, from: i32, to: i32): void {
  x += (<usize>from * <usize>columns) << 2
  for (let row = from; row < to; row++) {
    let largest = sign * load<f32>(x)
    let place = 0
    for (let i = 1; i < columns; i++) {
      const value = sign * load<f32>(x + ((<usize>i) << 2))
      if (value > largest) {
        largest = value
        place = i
      }
    }
    store<i32>(y + ((<usize>row) << 2), place)
    x += (<usize>columns) << 2
  }
}

/** Softmax of each row: e^(x − max), divided by its sum (in float64), for the rows `from` to `to`. */
export function softmaxRows(x: Address, y: Address, columns: i32, from: i32, to: i32): void {
  const bytes = (<usize>columns) << 2
  x += from * bytes
  y += from * bytes
  for (let row = from; row < to; row++) {
    const largest = f32x4.splat(rowMax(x, columns))
    let i: usize = 0
    for (; i + 16 <= bytes; i += 16) v128.store(y + i, exp4(f32x4.sub(v128.load(x + i), largest)))
    if (i < bytes) storeLanes(y + i, exp4(f32x4.sub(v128.load(x + i), largest)), columns & 3)
    const total = <f32>rowSum(y, columns)
    for (let j: usize = 0; j < bytes; j += 4) store<f32>(y + j, load<f32>(y + j) / total)
    x += bytes
    y += bytes
  }
}

/** The sum of the floats of a row, in float64: one vector sums every second pair of neighbors, another the other pairs. */
// @inline
export function rowSum(x: usize, columns: i32): f64 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  let i = columns
  for (; i >= 4; i -= 4) {
    const v = v128.load(x)
    low = f64x2.add(low, lowDoubles(v))
    high = f64x2.add(high, highDoubles(v))
    x += 16
  }
  if (i > 0) {
    const v = v128.and(v128.load(x), laneMask(i))
    low = f64x2.add(low, lowDoubles(v))
    high = f64x2.add(high, highDoubles(v))
  }
  const sum = f64x2.add(low, high)
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** The largest float of a row, or NaN if one is NaN. */
// @inline
export function rowMax(x: usize, columns: i32): f32 {
  return rowExtreme(false, x, columns)
}

// @inline
function rowExtreme(isMin: bool, x: usize, columns: i32): f32 {
  const none = f32x4.splat(isMin ? Infinity : -Infinity)
  let found = none
  let i = columns
  for (; i >= 4; i -= 4) {
    found = extreme4(isMin, found, v128.load(x))
    x += 16
  }
  if (i > 0) found = extreme4(isMin, found, v128.bitselect(v128.load(x), none, laneMask(i)))
  found = extreme4(isMin, found, v128.shuffle<f32>(found, found, 2, 3, 0, 1))
  return f32x4.extract_lane(extreme4(isMin, found, v128.shuffle<f32>(found, found, 1, 0, 3, 2)), 0)
}

// @inline
function extreme4(isMin: bool, a: v128, b: v128): v128 {
  return isMin ? f32x4.min(a, b) : f32x4.max(a, b)
}
