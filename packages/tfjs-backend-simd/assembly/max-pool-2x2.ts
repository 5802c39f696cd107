import { Address } from './address'
import { storeLanes } from './vectors'

/**
 * Max pooling by windows of 2 × 2 that cover the image exactly: no padding and no remaining row or column. So the rows of windows
 * of all images are contiguous, each two rows of x; `from` to `to` counts these rows.
 */
export function maxPool2x2(x: Address, y: Address, outWidth: i32, channels: i32, from: i32, to: i32): void {
  const pixel = (<usize>channels) << 2
  const row = <usize>(outWidth << 1) * pixel
  x += (<usize>from * row) << 1
  y += <usize>(from * outWidth) * pixel
  for (let r = from; r < to; r++) {
    for (let ox = 0; ox < outWidth; ox++) {
      for (let c = 0; c < channels; c += 4) {
        const p = x + ((<usize>c) << 2)
        const q = p + row
        storeLanes(
          y + ((<usize>c) << 2),
          largestOf(v128.load(p), v128.load(p + pixel), v128.load(q), v128.load(q + pixel)),
          channels - c,
        )
      }
      x += pixel << 1
      y += pixel
    }
    x += row
  }
}

/** Stores each dy at the largest of the four x in its window, the first of equals, and zero at the others. */
export function maxPool2x2Gradient(
  x: Address,
  dy: Address,
  dx: Address,
  outWidth: i32,
  channels: i32,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>channels) << 2
  const row = <usize>(outWidth << 1) * pixel
  x += (<usize>from * row) << 1
  dx += (<usize>from * row) << 1
  dy += <usize>(from * outWidth) * pixel
  for (let r = from; r < to; r++) {
    for (let ox = 0; ox < outWidth; ox++) {
      for (let c = 0; c < channels; c += 4) {
        const offset = (<usize>c) << 2
        const lanes = channels - c
        const p = x + offset
        const q = p + row
        const x0 = v128.load(p)
        const x1 = v128.load(p + pixel)
        const x2 = v128.load(q)
        const x3 = v128.load(q + pixel)
        const largest = largestOf(x0, x1, x2, x3)
        // A window without a number above −∞ has no largest x.
        const d = v128.and(v128.load(dy + offset), f32x4.gt(largest, f32x4.splat(-Infinity)))
        const is0 = f32x4.eq(x0, largest)
        const is1 = v128.andnot(f32x4.eq(x1, largest), is0)
        const before2 = v128.or(is0, is1)
        const is2 = v128.andnot(f32x4.eq(x2, largest), before2)
        const before3 = v128.or(before2, is2)
        const t = dx + offset
        storeLanes(t, v128.and(d, is0), lanes)
        storeLanes(t + pixel, v128.and(d, is1), lanes)
        storeLanes(t + row, v128.and(d, is2), lanes)
        storeLanes(t + row + pixel, v128.andnot(d, before3), lanes)
      }
      x += pixel << 1
      dx += pixel << 1
      dy += pixel
    }
    x += row
    dx += row
  }
}

/** The largest of four values. NaN never compares larger, so it is skipped, as on the cpu backend. */
// @inline
export function largestOf(x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  return f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.splat(-Infinity), x0), x1), x2), x3)
}
