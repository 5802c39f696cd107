import { Activation, clamp, highestOf, lowestOf } from './activation'
import { Address } from './address'
import { transposedRow } from './vectors'

/** The smallest `outWidth` of {@link conv2dForwardPlane}: the positions of a tile. */
export const LEAST_PLANE_WIDTH: i32 = 8

/**
 * conv2dForward for images of one channel and a column stride of one. Here adjoining positions read adjoining floats, so a
 * vector holds four positions instead of four channels, and no lane is unused whatever the number of channels.
 *
 * Eight positions × up to four channels stay in registers and are transposed when they are stored. Each sum has the order of
 * conv2dForward, so the bits are the same. `outWidth` must be at least 8: the last eight positions of a row may overlap the
 * eight before, and are then computed twice.
 */
export function conv2dForwardPlane(
  x: Address,
  filter: Address,
  bias: Address,
  y: Address,
  runs: Address,
  runCount: i32,
  runLength: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  imageStride: usize,
  rowStride: usize,
  activation: Activation,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>outChannels) << 2
  const runBytes = (<usize>runLength) << 2
  const low = lowestOf(activation)
  const high = highestOf(activation)
  for (let row = from; row < to; row++) {
    const p = x + <usize>(row / outHeight) * imageStride + <usize>(row % outHeight) * rowStride
    planeRow(
      p,
      filter,
      bias,
      y + <usize>(row * outWidth) * stride,
      runs,
      runCount,
      runBytes,
      outWidth,
      outChannels,
      low,
      high,
    )
  }
}

/** All channels of `outWidth` adjoining positions, 8 or more. */
export function planeRow(
  x: usize,
  w: usize,
  bias: usize,
  y: usize,
  runs: usize,
  runCount: i32,
  runBytes: usize,
  outWidth: i32,
  outChannels: i32,
  low: v128,
  high: v128,
): void {
  const stride = (<usize>outChannels) << 2
  for (let ox = 0; ox < outWidth; ox += 8) {
    const at = min(ox, outWidth - 8)
    const p = x + ((<usize>at) << 2)
    const q = y + at * stride
    let o = 0
    for (; o <= outChannels - 4; o += 4)
      tile(4, p, w, bias, q, o, stride, runs, runCount, runBytes, low, high)
    for (; o <= outChannels - 2; o += 2)
      tile(2, p, w, bias, q, o, stride, runs, runCount, runBytes, low, high)
    if (o < outChannels) tile(1, p, w, bias, q, o, stride, runs, runCount, runBytes, low, high)
  }
}

/** Two vectors of positions (a and b) × C channels from channel `o` on. C is a constant at every call. */
// @inline
function tile(
  C: i32,
  x: usize,
  w: usize,
  bias: usize,
  y: usize,
  o: i32,
  stride: usize,
  runs: usize,
  runCount: i32,
  runBytes: usize,
  low: v128,
  high: v128,
): void {
  const offset = (<usize>o) << 2
  w += offset
  y += offset
  bias = bias ? bias + offset : 0
  let a0 = biasOf(bias, 0),
    b0 = a0
  let a1 = C > 1 ? biasOf(bias, 4) : a0,
    b1 = a1
  let a2 = C > 2 ? biasOf(bias, 8) : a0,
    b2 = a2
  let a3 = C > 2 ? biasOf(bias, 12) : a0,
    b3 = a3
  for (let r = 0; r < runCount; r++) {
    let p = x + load<u32>(runs + ((<usize>r) << 2))
    const end = p + runBytes
    while (p < end) {
      const u = v128.load(p)
      const v = v128.load(p, 16)
      let s = v128.load32_splat(w)
      a0 = f32x4.add(a0, f32x4.mul(s, u))
      b0 = f32x4.add(b0, f32x4.mul(s, v))
      if (C > 1) {
        s = v128.load32_splat(w, 4)
        a1 = f32x4.add(a1, f32x4.mul(s, u))
        b1 = f32x4.add(b1, f32x4.mul(s, v))
      }
      if (C > 2) {
        s = v128.load32_splat(w, 8)
        a2 = f32x4.add(a2, f32x4.mul(s, u))
        b2 = f32x4.add(b2, f32x4.mul(s, v))
        s = v128.load32_splat(w, 12)
        a3 = f32x4.add(a3, f32x4.mul(s, u))
        b3 = f32x4.add(b3, f32x4.mul(s, v))
      }
      w += stride
      p += 4
    }
  }
  storeTransposed(
    C,
    y,
    stride,
    clamp(a0, low, high),
    clamp(a1, low, high),
    clamp(a2, low, high),
    clamp(a3, low, high),
  )
  y += stride << 2
  storeTransposed(
    C,
    y,
    stride,
    clamp(b0, low, high),
    clamp(b1, low, high),
    clamp(b2, low, high),
    clamp(b3, low, high),
  )
}

// @inline
function biasOf(bias: usize, offset: usize): v128 {
  return bias ? v128.load32_splat(bias + offset) : f32x4.splat(0)
}

/** Stores C vectors of four positions as four rows of C channels. */
// @inline
function storeTransposed(C: i32, y: usize, stride: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const y1 = y + stride
  const y2 = y1 + stride
  const y3 = y2 + stride
  if (C == 1) {
    v128.store32_lane(y, c0, 0)
    v128.store32_lane(y1, c0, 1)
    v128.store32_lane(y2, c0, 2)
    v128.store32_lane(y3, c0, 3)
    return
  }
  if (C == 2) {
    const first = v128.shuffle<f32>(c0, c1, 0, 4, 1, 5)
    const last = v128.shuffle<f32>(c0, c1, 2, 6, 3, 7)
    v128.store64_lane(y, first, 0)
    v128.store64_lane(y1, first, 1)
    v128.store64_lane(y2, last, 0)
    v128.store64_lane(y3, last, 1)
    return
  }
  v128.store(y, transposedRow(0, c0, c1, c2, c3))
  v128.store(y1, transposedRow(1, c0, c1, c2, c3))
  v128.store(y2, transposedRow(2, c0, c1, c2, c3))
  v128.store(y3, transposedRow(3, c0, c1, c2, c3))
}
