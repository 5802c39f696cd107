import { Address } from './address'
import { addTileRow, LANES } from './vectors'

/** Floats of the window in a unit of {@link conv2dFilterGradient}: the rows of its tallest tile. */
export const FILTER_UNIT_FLOATS: i32 = 4

/**
 * dw[k, o] = Σ over images and positions of x[k-th float of the window at the position] · dy[position, o], for the groups `from`
 * to `to` of four k each. dw is `dFilter`, whose rows have `dFilterStride` bytes, a multiple of 16 that holds all channels.
 *
 * The sum over one image stays in registers, in tiles of 2 offsets × 4 vectors or 4 × 2, and is then added to dw. So the order of
 * the additions is fixed, whatever the groups, and the sum over an image does not depend on the other images. For one image and
 * one row of positions the result is Aᵀ·B. A volume is an image whose positions lie in `planes` planes.
 *
 * Strides are in bytes.
 *
 * @param offsets The byte offset in x of each of the `windowSize` floats of a window
 */
export function conv2dFilterGradient(
  x: Address,
  dy: Address,
  dFilter: Address,
  dFilterStride: usize,
  offsets: Address,
  windowSize: i32,
  batchSize: i32,
  planes: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  imageStride: usize,
  planeStride: usize,
  rowStride: usize,
  columnStride: usize,
  from: i32,
  to: i32,
): void {
  const dyStride = (<usize>outChannels) << 2
  const gap = planeStride - <usize>outHeight * rowStride // from the end of a plane to the next plane
  const first = from * FILTER_UNIT_FLOATS
  const end = min(to * FILTER_UNIT_FLOATS, windowSize)
  dFilter += first * dFilterStride
  offsets += (<usize>first) << 2
  memory.fill(dFilter, 0, <usize>(end - first) * dFilterStride)
  for (let b = 0; b < batchSize; b++) {
    for (let o = 0; o < outChannels; o += 16) {
      const vectors = (min(16, outChannels - o) + 3) >> 2
      const tileRows = vectors > 2 ? 2 : 4
      const d = dy + ((<usize>o) << 2)
      let sum = dFilter + ((<usize>o) << 2)
      let t = offsets
      let k = first
      for (; k <= end - tileRows; k += tileRows) {
        // prettier-ignore
        if (vectors == 4) tile(2, 4, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        else if (vectors == 3) tile(2, 3, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        else if (vectors == 2) tile(4, 2, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        else tile(4, 1, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        sum += tileRows * dFilterStride
        t += tileRows << 2
      }
      for (; k < end; k++) {
        // prettier-ignore
        if (vectors == 4) tile(1, 4, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        else if (vectors == 3) tile(1, 3, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        else if (vectors == 2) tile(1, 2, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        else tile(1, 1, x, d, sum, dFilterStride, t, planes, outHeight, outWidth, dyStride, gap, rowStride, columnStride)
        sum += dFilterStride
        t += 4
      }
    }
    x += imageStride
    dy += <usize>(planes * outHeight * outWidth) * dyStride
  }
}

/** T offsets × V vectors of four channels, over all positions of one image. T and V are constants at every call. */
// @inline
function tile(
  T: i32,
  V: i32,
  x: usize,
  dy: usize,
  dw: usize,
  dwStride: usize,
  offsets: usize,
  planes: i32,
  outHeight: i32,
  outWidth: i32,
  dyStride: usize,
  gap: usize,
  rowStride: usize,
  columnStride: usize,
): void {
  const zero = f32x4.splat(0)
  let a00 = zero,
    a01 = zero,
    a02 = zero,
    a03 = zero
  let a10 = zero,
    a11 = zero,
    a12 = zero,
    a13 = zero
  let a20 = zero,
    a21 = zero
  let a30 = zero,
    a31 = zero
  let p0 = x + load<u32>(offsets)
  let p1 = T > 1 ? x + load<u32>(offsets, 4) : p0
  let p2 = T > 2 ? x + load<u32>(offsets, 8) : p0
  let p3 = T > 2 ? x + load<u32>(offsets, 12) : p0
  const rowBytes = <usize>outWidth * columnStride
  for (let plane = 0; plane < planes; plane++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let i: usize = 0; i < rowBytes; i += columnStride) {
        const d0 = v128.load(dy)
        const d1 = V > 1 ? v128.load(dy, 16) : d0
        const d2 = V > 2 ? v128.load(dy, 32) : d0
        const d3 = V > 3 ? v128.load(dy, 48) : d0
        let s = v128.load32_splat(p0 + i)
        a00 = f32x4.add(a00, f32x4.mul(s, d0))
        if (V > 1) a01 = f32x4.add(a01, f32x4.mul(s, d1))
        if (V > 2) a02 = f32x4.add(a02, f32x4.mul(s, d2))
        if (V > 3) a03 = f32x4.add(a03, f32x4.mul(s, d3))
        if (T > 1) {
          s = v128.load32_splat(p1 + i)
          a10 = f32x4.add(a10, f32x4.mul(s, d0))
          if (V > 1) a11 = f32x4.add(a11, f32x4.mul(s, d1))
          if (V > 2) a12 = f32x4.add(a12, f32x4.mul(s, d2))
          if (V > 3) a13 = f32x4.add(a13, f32x4.mul(s, d3))
        }
        if (T > 2) {
          s = v128.load32_splat(p2 + i)
          a20 = f32x4.add(a20, f32x4.mul(s, d0))
          if (V > 1) a21 = f32x4.add(a21, f32x4.mul(s, d1))
          s = v128.load32_splat(p3 + i)
          a30 = f32x4.add(a30, f32x4.mul(s, d0))
          if (V > 1) a31 = f32x4.add(a31, f32x4.mul(s, d1))
        }
        dy += dyStride
      }
      p0 += rowStride
      if (T > 1) p1 += rowStride
      if (T > 2) {
        p2 += rowStride
        p3 += rowStride
      }
    }
    p0 += gap
    if (T > 1) p1 += gap
    if (T > 2) {
      p2 += gap
      p3 += gap
    }
  }
  addTileRow(V, dw, a00, a01, a02, a03, LANES)
  if (T > 1) addTileRow(V, dw + dwStride, a10, a11, a12, a13, LANES)
  if (T > 2) {
    addTileRow(V, dw + (dwStride << 1), a20, a21, a20, a20, LANES)
    addTileRow(V, dw + dwStride * 3, a30, a31, a30, a30, LANES)
  }
}
