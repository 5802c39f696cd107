import { Address } from './address'
import { laneMask, storeLanes } from './lanes'
import { exp4 } from './math'

/** y[r] = Σ over the n floats of row r, summed in float64, for the rows `from` to `to`. */
export function sumRows(x: Address, y: Address, n: i32, from: i32, to: i32): void {
  x += (<usize>from * <usize>n) << 2
  y += <usize>from << 2
  for (let row = from; row < to; row++) {
    store<f32>(y, rowSum(x, n))
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

/** y[r] = where the largest of the n floats of row r is, the first of equals; a NaN is never larger; as int32. */
export function argMaxRows(x: Address, y: Address, n: i32, from: i32, to: i32): void {
  x += (<usize>from * <usize>n) << 2
  for (let row = from; row < to; row++) {
    let largest = load<f32>(x)
    let place = 0
    for (let i = 1; i < n; i++) {
      const value = load<f32>(x + (<usize>i << 2))
      if (value > largest) {
        largest = value
        place = i
      }
    }
    store<i32>(y + (<usize>row << 2), place)
    x += <usize>n << 2
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
    const total = rowSum(y, n)
    for (let j: usize = 0; j < bytes; j += 4) store<f32>(y + j, load<f32>(y + j) / total)
    x += bytes
    y += bytes
  }
}

/** Sum of n floats, in float64: of every second pair of neighbours in one vector, of the others in another. */
// @ts-ignore: decorator
@inline
export function rowSum(x: usize, n: i32): f32 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  let i = n
  for (; i >= 4; i -= 4) {
    const v = v128.load(x)
    low = f64x2.add(low, f64x2.promote_low_f32x4(v))
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)))
    x += 16
  }
  if (i > 0) {
    const v = v128.and(v128.load(x), laneMask(i))
    low = f64x2.add(low, f64x2.promote_low_f32x4(v))
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)))
  }
  const sum = f64x2.add(low, high)
  return <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
}

/** The largest of n floats; NaN if one is NaN. */
// @ts-ignore: decorator
@inline
export function rowMax(x: usize, n: i32): f32 {
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
