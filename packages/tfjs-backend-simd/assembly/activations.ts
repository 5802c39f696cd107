import { Address } from './address'
import { BLOCK, storeLanes } from './lanes'
import { expm1 } from './math'

/** y = x where x ≥ 0, else eˣ − 1, for the blocks `from` to `to` of `n` floats; y may be x. */
export function elu(x: Address, y: Address, n: i32, from: i32, to: i32): void {
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    const v = v128.load(x + at)
    storeLanes(y + at, v128.bitselect(v, expm1(v), f32x4.ge(v, f32x4.splat(0))), lanesOf(at, end))
  }
}

/** y = x, times `alpha` where x < 0, for the blocks `from` to `to` of `n` floats; y may be x. */
export function leakyRelu(x: Address, y: Address, n: i32, alpha: f32, from: i32, to: i32): void {
  const slope = f32x4.splat(alpha)
  const end = endOf(to, n)
  for (let at = startOf(from); at < end; at += 16) {
    storeLanes(y + at, leaky(v128.load(x + at), slope), lanesOf(at, end))
  }
}

/** x, times `alpha` where x < 0. A NaN stays. */
// @ts-ignore: decorator
@inline
export function leaky(x: v128, alpha: v128): v128 {
  return v128.bitselect(f32x4.mul(x, alpha), x, f32x4.lt(x, f32x4.splat(0)))
}

/** Byte offset of a block. */
// @ts-ignore: decorator
@inline
function startOf(block: i32): usize {
  return <usize>(block * BLOCK) << 2
}

/** Byte offset where the last block before `block` ends. */
// @ts-ignore: decorator
@inline
function endOf(block: i32, n: i32): usize {
  return <usize>min(block * BLOCK, n) << 2
}

// @ts-ignore: decorator
@inline
function lanesOf(at: usize, end: usize): i32 {
  return <i32>((end - at) >> 2)
}
