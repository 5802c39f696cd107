import { Activation, highestOf, lowestOf } from './activation'
import { Address } from './address'
import { channels } from './conv2d-forward'
import { planeRow } from './conv2d-forward-plane'
import { largestOf } from './max-pool-2x2'
import { storeLanes } from './vectors'

/**
 * A convolution with a column stride of one and its max-pooling by windows of 2 × 2, for the rows `from` to `to` of windows,
 * counted over all images. A remaining row or column is not computed. The other parameters are those of conv2dForward.
 *
 * @param places Receives, as int32, the position of the largest of the four values in each window: its offset in the image in
 *   bytes, times 4, plus its number, 0 and 1 above, 2 and 3 below. The first of equal values counts, and NaN never does.
 * @param rows Scratch memory for all rows of the convolution: two rows are pooled while they are in the cache
 */
export function conv2dMaxPool(
  x: Address,
  filter: Address,
  bias: Address,
  y: Address,
  places: Address,
  rows: Address,
  runs: Address,
  runCount: i32,
  runLength: i32,
  inChannels: i32,
  poolHeight: i32,
  poolWidth: i32,
  outChannels: i32,
  imageStride: usize,
  rowStride: usize,
  from: i32,
  to: i32,
): void {
  const width = poolWidth << 1
  const columnStride = (<usize>inChannels) << 2
  const rowBytes = (<usize>(width * outChannels)) << 2
  const pooledBytes = rowBytes >> 1
  const isPlane = inChannels == 1 && width >= 8 // LEAST_PLANE_WIDTH
  const runBytes = (<usize>runLength) << 2
  const low = lowestOf(Activation.LINEAR)
  const high = highestOf(Activation.LINEAR)
  const upper = rows + <usize>from * (rowBytes << 1)
  const lower = upper + rowBytes
  for (let row = from; row < to; row++) {
    const start = ((<usize>(row % poolHeight)) << 1) * rowStride
    const p = x + <usize>(row / poolHeight) * imageStride + start
    for (let half: usize = 0; half < 2; half++) {
      const source = p + half * rowStride
      const target = half ? lower : upper
      if (isPlane)
        planeRow(source, filter, bias, target, runs, runCount, runBytes, width, outChannels, low, high)
      else
        channels(
          source,
          columnStride,
          filter,
          bias,
          target,
          outChannels,
          width,
          runs,
          runCount,
          runLength,
          Activation.LINEAR,
        )
    }
    poolRow(
      upper,
      lower,
      y + row * pooledBytes,
      places + row * pooledBytes,
      start,
      rowStride,
      columnStride,
      poolWidth,
      outChannels,
    )
  }
}

// @inline
function poolRow(
  upper: usize,
  lower: usize,
  y: usize,
  places: usize,
  start: usize,
  rowStride: usize,
  columnStride: usize,
  poolWidth: i32,
  outChannels: i32,
): void {
  const second = i32x4.splat((columnStride << 2) + 1)
  const third = i32x4.splat((rowStride << 2) + 2)
  const fourth = i32x4.splat(((rowStride + columnStride) << 2) + 3)
  const pixel = (<usize>outChannels) << 2
  for (let ox = 0; ox < poolWidth; ox++) {
    for (let c = 0; c < outChannels; c += 4) {
      const offset = (<usize>c) << 2
      const p = upper + offset
      const q = lower + offset
      const x0 = v128.load(p)
      const x1 = v128.load(p + pixel)
      const x2 = v128.load(q)
      const x3 = v128.load(q + pixel)
      const largest = largestOf(x0, x1, x2, x3)
      let place = v128.bitselect(third, fourth, f32x4.eq(x2, largest))
      place = v128.bitselect(second, place, f32x4.eq(x1, largest))
      place = v128.andnot(place, f32x4.eq(x0, largest))
      place = i32x4.add(place, i32x4.splat(start << 2))
      storeLanes(y + offset, largest, outChannels - c)
      storeLanes(places + offset, place, outChannels - c)
    }
    start += columnStride << 1
    upper += pixel << 1
    lower += pixel << 1
    y += pixel
    places += pixel
  }
}
