import { Address } from './address'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'

/** gain = scale / √(variance + epsilon) of `size` floats, for the blocks `from` to `to`. Scale is 1 if its address is 0. */
export function batchNormGain(
  variance: Address,
  scale: Address,
  gain: Address,
  size: i32,
  epsilon: f32,
  from: i32,
  to: i32,
): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i += 4) {
    const at = (<usize>i) << 2
    const deviation = f32x4.sqrt(f32x4.add(v128.load(variance + at), f32x4.splat(epsilon)))
    const numerator = scale ? v128.load(scale + at) : f32x4.splat(1)
    storeLanes(gain + at, f32x4.div(numerator, deviation), end - i)
  }
}

/** y = (x − mean) · gain + offset in rows of `columns` floats, for the rows `from` to `to`. Offset is 0 if its address is 0. */
export function batchNorm(
  x: Address,
  mean: Address,
  gain: Address,
  offset: Address,
  y: Address,
  columns: i32,
  from: i32,
  to: i32,
): void {
  const bytes = (<usize>columns) << 2
  for (let row = from; row < to; row++) {
    const p = x + <usize>row * bytes
    const q = y + <usize>row * bytes
    let at: usize = 0
    for (; at + 16 <= bytes; at += 16) v128.store(q + at, normalize(p, mean, gain, offset, at))
    if (at < bytes) storeLanes(q + at, normalize(p, mean, gain, offset, at), columns & 3)
  }
}

// @inline
function normalize(x: usize, mean: usize, gain: usize, offset: usize, at: usize): v128 {
  const centered = f32x4.sub(v128.load(x + at), v128.load(mean + at))
  const scaled = f32x4.mul(centered, v128.load(gain + at))
  return offset ? f32x4.add(scaled, v128.load(offset + at)) : scaled
}
