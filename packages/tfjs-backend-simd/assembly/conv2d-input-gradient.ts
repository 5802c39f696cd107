import { Address } from './address'
import { addTileRow } from './vectors'

/**
 * dx = Σ over o and the positions p whose window covers the float, of dy[p, o] · w[float of the window, o], for the images
 * `from` to `to`. w is `filter`, transposed within each run of the window: [runCount][outChannels][runLength].
 *
 * Two positions × 16 floats of a run stay in registers. The two positions are half a row apart, so that their windows hardly
 * overlap and no load waits for the store before it.
 *
 * A volume is an image whose positions lie in `planes` planes. Strides are in bytes.
 *
 * @param runs The byte offset in dx of each run of a window
 */
export function conv2dInputGradient(
  dy: Address,
  filter: Address,
  dx: Address,
  runs: Address,
  runCount: i32,
  runLength: i32,
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
  const filterStride = (<usize>runLength) << 2
  const gap = planeStride - <usize>outHeight * rowStride // from the end of a plane to the next plane
  const half = outWidth >> 1
  const dyHalf = <usize>half * dyStride
  const dxHalf = <usize>half * columnStride
  dy += <usize>(from * planes * outHeight * outWidth) * dyStride
  dx += <usize>from * imageStride
  for (let b = from; b < to; b++) {
    memory.fill(dx, 0, imageStride)
    for (let r = 0; r < runCount; r++) {
      const target = dx + load<u32>(runs + ((<usize>r) << 2))
      const wRun = filter + <usize>(r * outChannels) * filterStride
      for (let l = 0; l < runLength; l += 16) {
        const lanes = min(16, runLength - l)
        const vectors = (lanes + 3) >> 2
        const last = lanes - ((vectors - 1) << 2)
        const wBlock = wRun + ((<usize>l) << 2)
        let d = dy
        let rowTarget = target + ((<usize>l) << 2)
        for (let plane = 0; plane < planes; plane++) {
          for (let oy = 0; oy < outHeight; oy++) {
            let p = rowTarget
            let q = d
            for (let i = 0; i < half; i++) {
              // prettier-ignore
              if (vectors == 4) tile(2, 4, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              else if (vectors == 3) tile(2, 3, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              else if (vectors == 2) tile(2, 2, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              else tile(2, 1, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              p += columnStride
              q += dyStride
            }
            if (outWidth & 1) {
              p += dxHalf
              q += dyHalf
              // prettier-ignore
              if (vectors == 4) tile(1, 4, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              else if (vectors == 3) tile(1, 3, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              else if (vectors == 2) tile(1, 2, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
              else tile(1, 1, q, dyHalf, wBlock, filterStride, p, dxHalf, outChannels, last)
            }
            d += <usize>outWidth * dyStride
            rowTarget += rowStride
          }
          rowTarget += gap
        }
      }
    }
    dy += <usize>(planes * outHeight * outWidth) * dyStride
    dx += imageStride
  }
}

/** P positions × V vectors of a run. P and V are constants at every call. */
// @inline
function tile(
  P: i32,
  V: i32,
  dy: usize,
  dyHalf: usize,
  w: usize,
  wStride: usize,
  dx: usize,
  dxHalf: usize,
  outChannels: i32,
  last: i32,
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
  const end = dy + ((<usize>outChannels) << 2)
  while (dy < end) {
    const w0 = v128.load(w)
    const w1 = V > 1 ? v128.load(w, 16) : w0
    const w2 = V > 2 ? v128.load(w, 32) : w0
    const w3 = V > 3 ? v128.load(w, 48) : w0
    let s = v128.load32_splat(dy)
    a00 = f32x4.add(a00, f32x4.mul(s, w0))
    if (V > 1) a01 = f32x4.add(a01, f32x4.mul(s, w1))
    if (V > 2) a02 = f32x4.add(a02, f32x4.mul(s, w2))
    if (V > 3) a03 = f32x4.add(a03, f32x4.mul(s, w3))
    if (P > 1) {
      s = v128.load32_splat(dy + dyHalf)
      a10 = f32x4.add(a10, f32x4.mul(s, w0))
      if (V > 1) a11 = f32x4.add(a11, f32x4.mul(s, w1))
      if (V > 2) a12 = f32x4.add(a12, f32x4.mul(s, w2))
      if (V > 3) a13 = f32x4.add(a13, f32x4.mul(s, w3))
    }
    w += wStride
    dy += 4
  }
  // Lanes beyond the run may belong to another thread.
  addTileRow(V, dx, a00, a01, a02, a03, last)
  if (P > 1) addTileRow(V, dx + dxHalf, a10, a11, a12, a13, last)
}
