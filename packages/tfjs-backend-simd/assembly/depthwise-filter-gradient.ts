import { Address } from './address'
import { addPair } from './vectors'

/** Channels in a unit of {@link depthwiseFilterGradient}: the two vectors of a tile. */
export const DEPTHWISE_UNIT_CHANNELS: i32 = 8

/**
 * dw[t, c] = Σ over images and positions p of x[p + t, c] · dy[p, c], NHWC, for the units `from` to `to`: each is a group of
 * eight channels of one tap; the taps of a group are contiguous. dw is `dFilter`.
 *
 * The sum over one row of positions stays in registers, three taps × two vectors, and is then added to dw: the order of the
 * additions is fixed, whatever the units.
 *
 * Strides are in bytes.
 *
 * @param taps Two byte offsets for each tap, as in {@link depthwise}
 */
export function depthwiseFilterGradient(
  x: Address,
  dy: Address,
  dFilter: Address,
  taps: Address,
  tapCount: i32,
  batchSize: i32,
  outHeight: i32,
  outWidth: i32,
  channels: i32,
  imageStride: usize,
  rowStride: usize,
  columnStride: usize,
  from: i32,
  to: i32,
): void {
  const dyStride = (<usize>channels) << 2
  const dyRow = <usize>outWidth * dyStride
  for (let unit = from; unit < to; unit++) {
    const c = (unit / tapCount) * DEPTHWISE_UNIT_CHANNELS
    const target = dFilter + load<u32>(taps + ((<usize>(unit % tapCount)) << 3), 4) + ((<usize>c) << 2)
    memory.fill(target, 0, (<usize>min(DEPTHWISE_UNIT_CHANNELS, channels - c)) << 2)
  }
  for (let b = 0; b < batchSize; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const xRow = x + <usize>b * imageStride + <usize>oy * rowStride
      for (let unit = from; unit < to;) {
        const group = unit / tapCount
        const c = group * DEPTHWISE_UNIT_CHANNELS
        const offset = (<usize>c) << 2
        const lanes = min(DEPTHWISE_UNIT_CHANNELS, channels - c)
        const end = min(to, (group + 1) * tapCount)
        let t = taps + ((<usize>(unit % tapCount)) << 3)
        for (; unit < end;) {
          const count = end - unit < 3 ? 1 : 3
          row(count, lanes, xRow + offset, columnStride, dy + offset, dyStride, dyRow, dFilter + offset, t)
          unit += count
          t += (<usize>count) << 3
        }
      }
      dy += dyRow
    }
  }
}

/** Calls the tile for the number of taps and channels. */
// @inline
function row(
  count: i32,
  lanes: i32,
  x: usize,
  columnStride: usize,
  dy: usize,
  dyStride: usize,
  dyRow: usize,
  dw: usize,
  taps: usize,
): void {
  if (lanes > 4) {
    // prettier-ignore
    if (count == 3) tile(3, 2, x, columnStride, dy, dyStride, dyRow, dw, taps, lanes - 4)
    else tile(1, 2, x, columnStride, dy, dyStride, dyRow, dw, taps, lanes - 4)
  } else {
    // prettier-ignore
    if (count == 3) tile(3, 1, x, columnStride, dy, dyStride, dyRow, dw, taps, lanes)
    else tile(1, 1, x, columnStride, dy, dyStride, dyRow, dw, taps, lanes)
  }
}

/** T taps × V vectors of four channels, over one row of positions. T and V are constants at every call. */
// @inline
function tile(
  T: i32,
  V: i32,
  x: usize,
  columnStride: usize,
  dy: usize,
  dyStride: usize,
  dyRow: usize,
  dw: usize,
  taps: usize,
  last: i32,
): void {
  const zero = f32x4.splat(0)
  let a0 = zero,
    b0 = zero
  let a1 = zero,
    b1 = zero
  let a2 = zero,
    b2 = zero
  let p0 = x + load<u32>(taps)
  let p1 = T > 1 ? x + load<u32>(taps, 8) : p0
  let p2 = T > 1 ? x + load<u32>(taps, 16) : p0
  const end = dy + dyRow
  while (dy < end) {
    const d0 = v128.load(dy)
    const d1 = V > 1 ? v128.load(dy, 16) : d0
    a0 = f32x4.add(a0, f32x4.mul(v128.load(p0), d0))
    if (V > 1) b0 = f32x4.add(b0, f32x4.mul(v128.load(p0, 16), d1))
    p0 += columnStride
    if (T > 1) {
      a1 = f32x4.add(a1, f32x4.mul(v128.load(p1), d0))
      if (V > 1) b1 = f32x4.add(b1, f32x4.mul(v128.load(p1, 16), d1))
      p1 += columnStride
      a2 = f32x4.add(a2, f32x4.mul(v128.load(p2), d0))
      if (V > 1) b2 = f32x4.add(b2, f32x4.mul(v128.load(p2, 16), d1))
      p2 += columnStride
    }
    dy += dyStride
  }
  addPair(V, dw + load<u32>(taps, 4), a0, b0, last)
  if (T > 1) {
    addPair(V, dw + load<u32>(taps, 12), a1, b1, last)
    addPair(V, dw + load<u32>(taps, 20), a2, b2, last)
  }
}
