import { Address } from './address'
import { LIST_ENTRY_BYTES, listEntries } from './gradient-list'
import { addPair, addTileRow, LANES } from './vectors'

/**
 * dw[k, o] = Σ over images and entries of x[offset + k-th float of the window] · gradient, for the channels o from `from` to
 * `to`. dw is `dFilter`. The entries of one image are summed first, so the order of the additions is fixed.
 *
 * @param scratch `scratchStride` bytes for each channel: the list of an image, and after `listBytes` a sum for each float of the
 *   window
 * @param windows The number of pooling windows in an image
 */
export function conv2dMaxPoolFilterGradient(
  x: Address,
  dy: Address,
  places: Address,
  dFilter: Address,
  scratch: Address,
  scratchStride: usize,
  listBytes: usize,
  batchSize: i32,
  windows: i32,
  outChannels: i32,
  runCount: i32,
  runLength: i32,
  imageStride: usize,
  rowStride: usize,
  from: i32,
  to: i32,
): void {
  const pixel = (<usize>outChannels) << 2
  const pooledBytes = (<usize>(windows * outChannels)) << 2
  const list = scratch + from * scratchStride
  const sums = list + listBytes
  const sumBytes = ((<usize>(runCount * runLength)) << 2) + 16
  for (let o = from; o < to; o++) {
    memory.fill(sums, 0, sumBytes)
    for (let b = 0; b < batchSize; b++) {
      const at = b * pooledBytes + ((<usize>o) << 2)
      const end = listEntries(dy + at, dy + (b + 1) * pooledBytes, places + at, list, 0, pixel)
      if (end != list) addProducts(x + b * imageStride, list, end, sums, runCount, runLength, rowStride)
    }
    let p = dFilter + ((<usize>o) << 2)
    for (let k: usize = 0; k < (<usize>(runCount * runLength)) << 2; k += 4) {
      store<f32>(p, load<f32>(sums + k))
      p += (<usize>outChannels) << 2
    }
  }
}

/** Adds to each of the sums the products of its float in the window of each entry and the gradient of the entry. */
// @inline
function addProducts(
  x: usize,
  list: usize,
  end: usize,
  sums: usize,
  runCount: i32,
  runLength: i32,
  rowStride: usize,
): void {
  const runBytes = (<usize>runLength) << 2
  for (let l = 0; l < runLength; l += 32) {
    const lanes = min(32, runLength - l)
    const vectors = (lanes + 3) >> 2
    let p = x + ((<usize>l) << 2)
    let sum = sums + ((<usize>l) << 2)
    let r = 0
    if (vectors <= 2) {
      for (; r <= runCount - 5; r += 5) {
        // prettier-ignore
        if (vectors == 2) rowProducts(5, 2, p, rowStride, list, end, sum, runBytes, lanes)
        else rowProducts(5, 1, p, rowStride, list, end, sum, runBytes, lanes)
        p += 5 * rowStride
        sum += 5 * runBytes
      }
      for (; r <= runCount - 3; r += 3) {
        // prettier-ignore
        if (vectors == 2) rowProducts(3, 2, p, rowStride, list, end, sum, runBytes, lanes)
        else rowProducts(3, 1, p, rowStride, list, end, sum, runBytes, lanes)
        p += 3 * rowStride
        sum += 3 * runBytes
      }
    }
    for (; r < runCount; r++) {
      // prettier-ignore
      if (vectors == 8) products(8, p, list, end, sum, lanes)
      else if (vectors == 7) products(7, p, list, end, sum, lanes)
      else if (vectors == 6) products(6, p, list, end, sum, lanes)
      else if (vectors == 5) products(5, p, list, end, sum, lanes)
      else if (vectors == 4) products(4, p, list, end, sum, lanes)
      else if (vectors == 3) products(3, p, list, end, sum, lanes)
      else if (vectors == 2) products(2, p, list, end, sum, lanes)
      else products(1, p, list, end, sum, lanes)
      p += rowStride
      sum += runBytes
    }
  }
}

/** V vectors of one row of a window stay in registers. V is a constant at every call. */
// @inline
function products(V: i32, x: usize, list: usize, end: usize, sums: usize, lanes: i32): void {
  const zero = f32x4.splat(0)
  let a0 = zero,
    a1 = zero,
    a2 = zero,
    a3 = zero,
    a4 = zero,
    a5 = zero,
    a6 = zero,
    a7 = zero
  while (list < end) {
    const p = x + load<u32>(list)
    const d = v128.load32_splat(list, 4)
    a0 = f32x4.add(a0, f32x4.mul(d, v128.load(p)))
    if (V > 1) a1 = f32x4.add(a1, f32x4.mul(d, v128.load(p, 16)))
    if (V > 2) a2 = f32x4.add(a2, f32x4.mul(d, v128.load(p, 32)))
    if (V > 3) a3 = f32x4.add(a3, f32x4.mul(d, v128.load(p, 48)))
    if (V > 4) a4 = f32x4.add(a4, f32x4.mul(d, v128.load(p, 64)))
    if (V > 5) a5 = f32x4.add(a5, f32x4.mul(d, v128.load(p, 80)))
    if (V > 6) a6 = f32x4.add(a6, f32x4.mul(d, v128.load(p, 96)))
    if (V > 7) a7 = f32x4.add(a7, f32x4.mul(d, v128.load(p, 112)))
    list += LIST_ENTRY_BYTES
  }
  const last = lanes - ((V - 1) << 2)
  addTileRow(V > 4 ? 4 : V, sums, a0, a1, a2, a3, V > 4 ? LANES : last)
  if (V > 4) addTileRow(V - 4, sums + 64, a4, a5, a6, a7, last)
}

/** R rows of a window, 3 or 5, × V vectors, 1 or 2, stay in registers. R and V are constants at every call. */
// @inline
function rowProducts(
  R: i32,
  V: i32,
  x: usize,
  rowStride: usize,
  list: usize,
  end: usize,
  sums: usize,
  runBytes: usize,
  lanes: i32,
): void {
  const zero = f32x4.splat(0)
  let a0 = zero,
    a1 = zero,
    a2 = zero,
    a3 = zero,
    a4 = zero
  let b0 = zero,
    b1 = zero,
    b2 = zero,
    b3 = zero,
    b4 = zero
  const row2 = rowStride << 1
  const row3 = row2 + rowStride
  const row4 = row2 << 1
  while (list < end) {
    const p = x + load<u32>(list)
    const d = v128.load32_splat(list, 4)
    a0 = f32x4.add(a0, f32x4.mul(d, v128.load(p)))
    a1 = f32x4.add(a1, f32x4.mul(d, v128.load(p + rowStride)))
    a2 = f32x4.add(a2, f32x4.mul(d, v128.load(p + row2)))
    if (R > 3) a3 = f32x4.add(a3, f32x4.mul(d, v128.load(p + row3)))
    if (R > 3) a4 = f32x4.add(a4, f32x4.mul(d, v128.load(p + row4)))
    if (V > 1) {
      b0 = f32x4.add(b0, f32x4.mul(d, v128.load(p, 16)))
      b1 = f32x4.add(b1, f32x4.mul(d, v128.load(p + rowStride, 16)))
      b2 = f32x4.add(b2, f32x4.mul(d, v128.load(p + row2, 16)))
      if (R > 3) b3 = f32x4.add(b3, f32x4.mul(d, v128.load(p + row3, 16)))
      if (R > 3) b4 = f32x4.add(b4, f32x4.mul(d, v128.load(p + row4, 16)))
    }
    list += LIST_ENTRY_BYTES
  }
  const last = lanes - ((V - 1) << 2)
  addPair(V, sums, a0, b0, last)
  addPair(V, sums + runBytes, a1, b1, last)
  addPair(V, sums + (runBytes << 1), a2, b2, last)
  if (R > 3) addPair(V, sums + runBytes * 3, a3, b3, last)
  if (R > 3) addPair(V, sums + (runBytes << 2), a4, b4, last)
}
