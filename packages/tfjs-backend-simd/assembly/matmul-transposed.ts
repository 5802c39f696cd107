import { Address } from './address'
import { laneMask, transposedRow } from './vectors'

/**
 * y[m, n] = Σ a[m, k] · b[n, k], that is A·Bᵀ of two row-major matrices, for the rows m from `from` to `to`.
 *
 * The rows of both matrices run along k, so a vector holds four adjoining k. Each product has four partial sums, added as
 * (s₀ + s₁) + (s₂ + s₃) at the end. Two rows × four columns stay in registers.
 */
export function matmulTransposed(
  a: Address,
  b: Address,
  y: Address,
  columns: i32,
  depth: i32,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>depth) << 2
  const whole = (<usize>(depth >> 2)) << 4
  const mask = laneMask(depth & 3)
  const hasTail = (depth & 3) != 0
  a += <usize>from * stride
  y += (<usize>(from * columns)) << 2
  let m = from
  for (; m <= to - 2; m += 2) {
    let n = 0
    let bRow = b
    for (; n <= columns - 4; n += 4) {
      tile(2, 4, a, bRow, stride, whole, mask, hasTail, y + ((<usize>n) << 2), columns)
      bRow += stride << 2
    }
    for (; n < columns; n++) {
      tile(2, 1, a, bRow, stride, whole, mask, hasTail, y + ((<usize>n) << 2), columns)
      bRow += stride
    }
    a += stride << 1
    y += (<usize>columns) << 3
  }
  if (m < to) {
    let bRow = b
    for (let n = 0; n < columns; n++) {
      tile(1, 1, a, bRow, stride, whole, mask, hasTail, y + ((<usize>n) << 2), columns)
      bRow += stride
    }
  }
}

/** P rows × Q columns. P and Q are constants at every call. */
// @inline
function tile(
  P: i32,
  Q: i32,
  a: usize,
  b: usize,
  stride: usize,
  whole: usize,
  mask: v128,
  hasTail: bool,
  y: usize,
  columns: i32,
): void {
  const zero = f32x4.splat(0)
  let c00 = zero,
    c01 = zero,
    c02 = zero,
    c03 = zero
  let c10 = zero,
    c11 = zero,
    c12 = zero,
    c13 = zero
  const b1 = b + stride
  const b2 = b1 + stride
  const b3 = b2 + stride
  const a1 = a + stride
  let i: usize = 0
  for (; i < whole; i += 16) {
    const u0 = v128.load(a + i)
    const u1 = P > 1 ? v128.load(a1 + i) : u0
    let v = v128.load(b + i)
    c00 = f32x4.add(c00, f32x4.mul(u0, v))
    if (P > 1) c10 = f32x4.add(c10, f32x4.mul(u1, v))
    if (Q > 1) {
      v = v128.load(b1 + i)
      c01 = f32x4.add(c01, f32x4.mul(u0, v))
      if (P > 1) c11 = f32x4.add(c11, f32x4.mul(u1, v))
      v = v128.load(b2 + i)
      c02 = f32x4.add(c02, f32x4.mul(u0, v))
      if (P > 1) c12 = f32x4.add(c12, f32x4.mul(u1, v))
      v = v128.load(b3 + i)
      c03 = f32x4.add(c03, f32x4.mul(u0, v))
      if (P > 1) c13 = f32x4.add(c13, f32x4.mul(u1, v))
    }
  }
  if (hasTail) {
    const u0 = v128.and(v128.load(a + i), mask)
    const u1 = P > 1 ? v128.and(v128.load(a1 + i), mask) : u0
    let v = v128.and(v128.load(b + i), mask)
    c00 = f32x4.add(c00, f32x4.mul(u0, v))
    if (P > 1) c10 = f32x4.add(c10, f32x4.mul(u1, v))
    if (Q > 1) {
      v = v128.and(v128.load(b1 + i), mask)
      c01 = f32x4.add(c01, f32x4.mul(u0, v))
      if (P > 1) c11 = f32x4.add(c11, f32x4.mul(u1, v))
      v = v128.and(v128.load(b2 + i), mask)
      c02 = f32x4.add(c02, f32x4.mul(u0, v))
      if (P > 1) c12 = f32x4.add(c12, f32x4.mul(u1, v))
      v = v128.and(v128.load(b3 + i), mask)
      c03 = f32x4.add(c03, f32x4.mul(u0, v))
      if (P > 1) c13 = f32x4.add(c13, f32x4.mul(u1, v))
    }
  }
  const y1 = y + ((<usize>columns) << 2)
  if (Q == 1) {
    store<f32>(y, total(c00))
    if (P > 1) store<f32>(y1, total(c10))
  } else {
    v128.store(y, totals(c00, c01, c02, c03))
    if (P > 1) v128.store(y1, totals(c10, c11, c12, c13))
  }
}

/** (s₀ + s₁) + (s₂ + s₃) of one vector. */
// @inline
function total(c: v128): f32 {
  return (
    f32x4.extract_lane(c, 0) +
    f32x4.extract_lane(c, 1) +
    (f32x4.extract_lane(c, 2) + f32x4.extract_lane(c, 3))
  )
}

/** The same for four vectors at once, by transposition. */
// @inline
function totals(c0: v128, c1: v128, c2: v128, c3: v128): v128 {
  const s0 = transposedRow(0, c0, c1, c2, c3)
  const s1 = transposedRow(1, c0, c1, c2, c3)
  const s2 = transposedRow(2, c0, c1, c2, c3)
  const s3 = transposedRow(3, c0, c1, c2, c3)
  return f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))
}
