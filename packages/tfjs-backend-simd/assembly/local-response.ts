import { Address } from './address'
import { storeLanes } from './vectors'

/**
 * Local response normalization: y[p, c] = x[p, c] · norm⁻ᵝ with norm = bias + alpha · Σ x[p, k]² over the channels k within
 * `radius` of c, in rows of `channels` channels, for the rows `from` to `to`. In float64, two channels at a time.
 */
export function localResponse(
  x: Address,
  y: Address,
  channels: i32,
  radius: i32,
  bias: f32,
  alpha: f32,
  beta: f32,
  from: i32,
  to: i32,
): void {
  const bytes = (<usize>channels) << 2
  for (let row = from; row < to; row++) {
    const p = x + <usize>row * bytes
    for (let c = 0; c < channels; c += 2) {
      const at = (<usize>c) << 2
      const norm = normOf(p, c, channels, radius, bias, alpha)
      storeTwo(y + <usize>row * bytes + at, f64x2.mul(loadTwo(p + at), power(norm, beta)), channels - c)
    }
  }
}

/**
 * dx[p, k] = dy[p, k] · norm⁻ᵝ − 2 · alpha · beta · x[p, k] · Σ y[p, c] · dy[p, c] / norm over the channels c within `radius` of
 * k, for the rows `from` to `to`.
 *
 * @param terms Scratch memory of the size of x
 */
export function localResponseGradient(
  x: Address,
  y: Address,
  dy: Address,
  terms: Address,
  dx: Address,
  channels: i32,
  radius: i32,
  bias: f32,
  alpha: f32,
  beta: f32,
  from: i32,
  to: i32,
): void {
  const bytes = (<usize>channels) << 2
  const factor = f64x2.splat(-2 * <f64>alpha * <f64>beta)
  for (let row = from; row < to; row++) {
    const offset = <usize>row * bytes
    for (let c = 0; c < channels; c += 2) {
      const at = offset + ((<usize>c) << 2)
      const norm = normOf(x + offset, c, channels, radius, bias, alpha)
      const d = loadTwo(dy + at)
      storeTwo(dx + at, f64x2.mul(d, power(norm, beta)), channels - c)
      storeTwo(terms + at, f64x2.div(f64x2.mul(loadTwo(y + at), d), norm), channels - c)
    }
    for (let c = 0; c < channels; c += 2) {
      const at = offset + ((<usize>c) << 2)
      const sum = sumWindow(false, terms + offset, c, channels, radius)
      storeTwo(
        dx + at,
        f64x2.add(loadTwo(dx + at), f64x2.mul(f64x2.mul(factor, loadTwo(x + at)), sum)),
        channels - c,
      )
    }
  }
}

// @inline
function normOf(p: usize, c: i32, channels: i32, radius: i32, bias: f32, alpha: f32): v128 {
  return f64x2.add(f64x2.splat(bias), f64x2.mul(f64x2.splat(alpha), sumWindow(true, p, c, channels, radius)))
}

/** The sums of p[k], or of their squares, around the channels c and c + 1. Channels outside of the row count as 0. */
function sumWindow(ofSquares: bool, p: usize, c: i32, channels: i32, radius: i32): v128 {
  let sum = f64x2.splat(0)
  let k = max(c - radius, -1)
  const end = min(c + radius, channels - 1) + 1
  const whole = min(end, channels - 1) // for k below, channel k + 1 is in the row
  if (k < 0) {
    const first = v128.and(v128.load64_zero(p - 4), i32x4(0, -1, 0, 0))
    sum = add(ofSquares, sum, first)
    k = 0
  }
  for (; k < whole; k++) sum = add(ofSquares, sum, v128.load64_zero(p + ((<usize>k) << 2)))
  if (k < end) sum = add(ofSquares, sum, v128.load32_zero(p + ((<usize>k) << 2)))
  return sum
}

// @inline
function add(ofSquares: bool, sum: v128, v: v128): v128 {
  const doubles = f64x2.promote_low_f32x4(v)
  return f64x2.add(sum, ofSquares ? f64x2.mul(doubles, doubles) : doubles)
}

/** norm⁻ᵝ, computed by roots for the exponents of common networks. */
function power(norm: v128, beta: f32): v128 {
  const one = f64x2.splat(1)
  if (beta == 0.75) {
    const root = f64x2.sqrt(norm)
    return f64x2.div(one, f64x2.mul(root, f64x2.sqrt(root)))
  }
  if (beta == 0.5) return f64x2.div(one, f64x2.sqrt(norm))
  if (beta == 1) return f64x2.div(one, norm)
  const first = Mathf.pow(<f32>f64x2.extract_lane(norm, 0), -beta)
  const second = Mathf.pow(<f32>f64x2.extract_lane(norm, 1), -beta)
  return f64x2.replace_lane(f64x2.splat(first), 1, second)
}

// @inline
function loadTwo(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address))
}

/** Stores both doubles as floats, or only the first if `count` is 1. */
// @inline
function storeTwo(address: usize, v: v128, count: i32): void {
  storeLanes(address, f32x4.demote_f64x2_zero(v), min(count, 2))
}
