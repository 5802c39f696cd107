import { Activation, clamp, highestOf, lowestOf } from './activation'
import { Address, ZEROS } from './address'
import { storePair } from './vectors'

/**
 * y[p, c] = activation(bias[c] + Σ over taps t of x[p + t, c] · w[t, c]), NHWC, for the rows of positions `from` to `to`, counted
 * over all images. w is `filter`. A vector holds four channels.
 *
 * Four positions × two vectors stay in registers. The last four positions of a row may overlap the four before, and are then
 * computed twice.
 *
 * Strides are in bytes. The strides of y allow gaps between its positions.
 *
 * @param bias 0 for none
 * @param taps Two byte offsets for each tap: of its place in x from the position, and of its row in w
 */
export function depthwise(
  x: Address,
  filter: Address,
  bias: Address,
  y: Address,
  taps: Address,
  tapCount: i32,
  outHeight: i32,
  outWidth: i32,
  channels: i32,
  imageStride: usize,
  rowStride: usize,
  columnStride: usize,
  yImageStride: usize,
  yRowStride: usize,
  yColumnStride: usize,
  activation: Activation,
  from: i32,
  to: i32,
): void {
  const end = taps + ((<usize>tapCount) << 3)
  const low = lowestOf(activation)
  const high = highestOf(activation)
  for (let row = from; row < to; row++) {
    const image = <usize>(row / outHeight)
    const oy = <usize>(row % outHeight)
    const xRow = x + image * imageStride + oy * rowStride
    const yRow = y + image * yImageStride + oy * yRowStride
    for (let c = 0; c < channels; c += 8) {
      const offset = (<usize>c) << 2
      const lanes = min(8, channels - c)
      const b = bias ? bias + offset : ZEROS
      const p = xRow + offset
      const q = yRow + offset
      if (outWidth >= 4) {
        for (let ox = 0; ox < outWidth; ox += 4) {
          const at = <usize>min(ox, outWidth - 4)
          const u = p + at * columnStride
          const v = q + at * yColumnStride
          // prettier-ignore
          if (lanes > 4) tile(4, 2, u, columnStride, filter + offset, b, v, yColumnStride, taps, end, low, high, lanes - 4)
          else tile(4, 1, u, columnStride, filter + offset, b, v, yColumnStride, taps, end, low, high, lanes)
        }
      } else {
        for (let ox = 0; ox < outWidth; ox++) {
          const u = p + ox * columnStride
          const v = q + ox * yColumnStride
          // prettier-ignore
          if (lanes > 4) tile(1, 2, u, columnStride, filter + offset, b, v, yColumnStride, taps, end, low, high, lanes - 4)
          else tile(1, 1, u, columnStride, filter + offset, b, v, yColumnStride, taps, end, low, high, lanes)
        }
      }
    }
  }
}

/** P positions × V vectors of four channels. P and V are constants at every call. */
// @inline
function tile(
  P: i32,
  V: i32,
  x: usize,
  columnStride: usize,
  w: usize,
  bias: usize,
  y: usize,
  yColumnStride: usize,
  taps: usize,
  end: usize,
  low: v128,
  high: v128,
  last: i32,
): void {
  let a0 = v128.load(bias),
    b0 = V > 1 ? v128.load(bias, 16) : a0
  let a1 = a0,
    b1 = b0
  let a2 = a0,
    b2 = b0
  let a3 = a0,
    b3 = b0
  for (let t = taps; t < end; t += 8) {
    let p = x + load<u32>(t)
    const q = w + load<u32>(t, 4)
    const w0 = v128.load(q)
    const w1 = V > 1 ? v128.load(q, 16) : w0
    a0 = f32x4.add(a0, f32x4.mul(v128.load(p), w0))
    if (V > 1) b0 = f32x4.add(b0, f32x4.mul(v128.load(p, 16), w1))
    if (P > 1) {
      p += columnStride
      a1 = f32x4.add(a1, f32x4.mul(v128.load(p), w0))
      if (V > 1) b1 = f32x4.add(b1, f32x4.mul(v128.load(p, 16), w1))
      p += columnStride
      a2 = f32x4.add(a2, f32x4.mul(v128.load(p), w0))
      if (V > 1) b2 = f32x4.add(b2, f32x4.mul(v128.load(p, 16), w1))
      p += columnStride
      a3 = f32x4.add(a3, f32x4.mul(v128.load(p), w0))
      if (V > 1) b3 = f32x4.add(b3, f32x4.mul(v128.load(p, 16), w1))
    }
  }
  storePair(V, y, clamp(a0, low, high), clamp(b0, low, high), last)
  if (P > 1) {
    y += yColumnStride
    storePair(V, y, clamp(a1, low, high), clamp(b1, low, high), last)
    y += yColumnStride
    storePair(V, y, clamp(a2, low, high), clamp(b2, low, high), last)
    y += yColumnStride
    storePair(V, y, clamp(a3, low, high), clamp(b3, low, high), last)
  }
}
