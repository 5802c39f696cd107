import { Address } from './address'
import { laneMask, storeLanes } from './lanes'
import { exp4 } from './math'

/** y[r] = Σ over the n floats of row r, summed in float64, for the rows `from` to `to`. */
export function sumRows(x: Address, y: Address, n: i32, from: i32, to: i32): void {
  x += (<usize>from * <usize>n) << 2
  y += <usize>from << 2
  const mask = laneMask(n & 3)
  for (let row = from; row < to; row++) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    let i = n
    let p = x
    for (; i >= 4; i -= 4) {
      const v = v128.load(p)
      low = f64x2.add(low, f64x2.promote_low_f32x4(v))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)))
      p += 16
    }
    if (i > 0) {
      const v = v128.and(v128.load(p), mask)
      low = f64x2.add(low, f64x2.promote_low_f32x4(v))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)))
    }
    const sum = f64x2.add(low, high)
    store<f32>(y, <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
    x += <usize>n << 2
    y += 4
  }
}

/** y[j] = Σ over the rows r of x[r, j], summed in float64, for the groups `from` to `to` of four j each. */
export function sumColumns(x: Address, y: Address, rows: i32, n: i32, from: i32, to: i32): void {
  const stride = <usize>n << 2
  for (let j = from << 2; j < min(to << 2, n); j += 4) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    let p = x + (<usize>j << 2)
    for (let row = 0; row < rows; row++) {
      const v = v128.load(p)
      low = f64x2.add(low, f64x2.promote_low_f32x4(v))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)))
      p += stride
    }
    const sum = v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5)
    storeLanes(y + (<usize>j << 2), sum, n - j)
  }
}

/** y[r] = the largest of the n floats of row r; NaN if one is NaN; for the rows `from` to `to`. */
export function maxRows(x: Address, y: Address, n: i32, from: i32, to: i32): void {
  x += (<usize>from * <usize>n) << 2
  y += <usize>from << 2
  for (let row = from; row < to; row++) {
    store<f32>(y, rowMax(x, n))
    x += <usize>n << 2
    y += 4
  }
}

/** Softmax of each row: e^(x − max), divided by its sum (summed in float64); for the rows `from` to `to`. */
export function softmaxRows(x: Address, y: Address, n: i32, from: i32, to: i32): void {
  const bytes = <usize>n << 2
  x += from * bytes
  y += from * bytes
  for (let row = from; row < to; row++) {
    const largest = f32x4.splat(rowMax(x, n))
    let i: usize = 0
    for (; i + 16 <= bytes; i += 16) v128.store(y + i, exp4(f32x4.sub(v128.load(x + i), largest)))
    if (i < bytes) storeLanes(y + i, exp4(f32x4.sub(v128.load(x + i), largest)), n & 3)
    let sum: f64 = 0
    for (let j: usize = 0; j < bytes; j += 4) sum += <f64>load<f32>(y + j)
    const total = <f32>sum
    for (let j: usize = 0; j < bytes; j += 4) store<f32>(y + j, load<f32>(y + j) / total)
    x += bytes
    y += bytes
  }
}

// @ts-ignore: decorator
@inline
function rowMax(x: usize, n: i32): f32 {
  let largest = f32x4.splat(-Infinity)
  let i = n
  for (; i >= 4; i -= 4) {
    largest = f32x4.max(largest, v128.load(x))
    x += 16
  }
  if (i > 0) {
    const mask = laneMask(i)
    largest = f32x4.max(largest, v128.bitselect(v128.load(x), f32x4.splat(-Infinity), mask))
  }
  return max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  )
}
