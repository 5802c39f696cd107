import { Address } from './address'
import { addPair, addTileRow, LANES, storeLanes } from './vectors'

/*
 * The gradients of conv2dMaxPool. Only one of a window's four positions gets a gradient, and none where a relu after the
 * pooling gave zero: an eighth of a convolution's positions, on average. So the gradients of one channel of one image
 * that are not zero are first listed, each with the byte offset of its position's window in the image, and then only
 * these are multiplied with.
 */

/** Bytes of an entry of the list: its offset, then its gradient. */
export const LIST_ENTRY_BYTES: i32 = 8

/**
 * dw[k, o] = Σ over images and entries of x[offset + k-th float of the window] · gradient, for the channels o from `from`
 * to `to`. The entries of one image are summed up first; an element's sum has the same order whoever takes it.
 *
 * An image has `windows` pooling windows. `scratch` has `scratchStride` bytes for each channel: the list of an image, and
 * after `listBytes` a sum for each float of the window.
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
  const pixel = <usize>outChannels << 2
  const pooledBytes = <usize>(windows * outChannels) << 2
  const list = scratch + from * scratchStride
  const sums = list + listBytes
  const sumBytes = (<usize>(runCount * runLength) << 2) + 16
  for (let o = from; o < to; o++) {
    memory.fill(sums, 0, sumBytes)
    for (let b = 0; b < batchSize; b++) {
      const at = b * pooledBytes + (<usize>o << 2)
      const end = listEntries(dy + at, dy + (b + 1) * pooledBytes, places + at, list, 0, pixel)
      if (end != list) addProducts(x + b * imageStride, list, end, sums, runCount, runLength, rowStride)
    }
    let p = dFilter + (<usize>o << 2)
    for (let k: usize = 0; k < <usize>(runCount * runLength) << 2; k += 4) {
      store<f32>(p, load<f32>(sums + k))
      p += <usize>outChannels << 2
    }
  }
}

/**
 * dx = Σ over entries of gradient · w[o, window], for the images `from` to `to`. `w` is transposed: [o][runCount][run].
 *
 * Each of the four places has an image of its own in `scratch`, `imageStride` bytes each, after the list of a channel:
 * windows of one place lie two positions apart, so that a load never waits for a store that it half overlaps. At the end
 * they are added up.
 */
export function conv2dMaxPoolInputGradient(
  dy: Address,
  places: Address,
  filter: Address,
  dx: Address,
  scratch: Address,
  scratchStride: usize,
  listBytes: usize,
  windows: i32,
  outChannels: i32,
  runCount: i32,
  runLength: i32,
  imageStride: usize,
  rowStride: usize,
  from: i32,
  to: i32,
): void {
  const pixel = <usize>outChannels << 2
  const pooledBytes = <usize>(windows * outChannels) << 2
  const runBytes = <usize>runLength << 2
  const list = scratch + from * scratchStride
  const images = list + listBytes
  for (let b = from; b < to; b++) {
    memory.fill(images, 0, imageStride << 2)
    let row = filter
    for (let o = 0; o < outChannels; o++) {
      const at = b * pooledBytes + (<usize>o << 2)
      const end = listEntries(dy + at, dy + (b + 1) * pooledBytes, places + at, list, imageStride, pixel)
      let target = images
      for (let r = 0; r < runCount; r++) {
        scatterRun(list, end, row, target, runLength)
        row += runBytes
        target += rowStride
      }
    }
    addImages(images, imageStride, dx + b * imageStride)
  }
}

/**
 * Lists the gradients from `dy` to `dyEnd`, one channel of one image; returns the list's end. `spread` is what the number
 * of a place counts in an offset.
 */
// @ts-ignore: decorator
@inline
function listEntries(dy: usize, dyEnd: usize, places: usize, list: usize, spread: usize, pixel: usize): usize {
  while (dy < dyEnd) {
    const gradient = load<u32>(dy) // its bits: comparing floats takes a branch for NaN
    const place = load<u32>(places)
    store<u32>(list, (place >> 2) + (place & 3) * spread)
    store<u32>(list, gradient, 4)
    list += <u32>(gradient << 1 != 0) * LIST_ENTRY_BYTES
    dy += pixel
    places += pixel
  }
  return list
}

/** sums += the window of each entry times its gradient. */
// @ts-ignore: decorator
@inline
function addProducts(x: usize, list: usize, end: usize, sums: usize, runCount: i32, runLength: i32, rowStride: usize): void {
  const runBytes = <usize>runLength << 2
  for (let l = 0; l < runLength; l += 32) {
    const lanes = min(32, runLength - l)
    const vectors = (lanes + 3) >> 2
    let p = x + (<usize>l << 2)
    let sum = sums + (<usize>l << 2)
    let r = 0
    if (vectors <= 2) {
      for (; r <= runCount - 5; r += 5) {
        if (vectors == 2) rowProducts(5, 2, p, rowStride, list, end, sum, runBytes, lanes)
        else rowProducts(5, 1, p, rowStride, list, end, sum, runBytes, lanes)
        p += 5 * rowStride
        sum += 5 * runBytes
      }
      for (; r <= runCount - 3; r += 3) {
        if (vectors == 2) rowProducts(3, 2, p, rowStride, list, end, sum, runBytes, lanes)
        else rowProducts(3, 1, p, rowStride, list, end, sum, runBytes, lanes)
        p += 3 * rowStride
        sum += 3 * runBytes
      }
    }
    for (; r < runCount; r++) {
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

/** V vectors of one row of a window stay in registers; V is a constant at every call. */
// @ts-ignore: decorator
@inline
function products(V: i32, x: usize, list: usize, end: usize, sums: usize, lanes: i32): void {
  const zero = f32x4.splat(0)
  let a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero, a6 = zero, a7 = zero
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

/** R rows of a window, 3 or 5, × V vectors, 1 or 2, stay in registers; both are constants at every call. */
// @ts-ignore: decorator
@inline
function rowProducts(
  R: i32, V: i32, x: usize, rowStride: usize, list: usize, end: usize, sums: usize, runBytes: usize, lanes: i32,
): void {
  const zero = f32x4.splat(0)
  let a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero
  let b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero
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

// @ts-ignore: decorator
@inline
function addVector(isLast: bool, p: usize, v: v128, last: i32): void {
  const sum = f32x4.add(v128.load(p), v)
  if (isLast) storeLanes(p, sum, last)
  else v128.store(p, sum)
}

/** Adds the run at `w`, times each entry's gradient, to where the entry's window has it. */
function scatterRun(list: usize, end: usize, w: usize, target: usize, runLength: i32): void {
  for (let l = 0; l < runLength; l += 32) {
    const lanes = min(32, runLength - l)
    const vectors = (lanes + 3) >> 2
    if (vectors == 8) scatter(8, list, end, w, target, lanes)
    else if (vectors == 7) scatter(7, list, end, w, target, lanes)
    else if (vectors == 6) scatter(6, list, end, w, target, lanes)
    else if (vectors == 5) scatter(5, list, end, w, target, lanes)
    else if (vectors == 4) scatter(4, list, end, w, target, lanes)
    else if (vectors == 3) scatter(3, list, end, w, target, lanes)
    else if (vectors == 2) scatter(2, list, end, w, target, lanes)
    else scatter(1, list, end, w, target, lanes)
    w += 128
    target += 128
  }
}

/** V vectors of a run stay in registers; V is a constant at every call. */
// @ts-ignore: decorator
@inline
function scatter(V: i32, list: usize, end: usize, w: usize, target: usize, lanes: i32): void {
  const last = lanes - ((V - 1) << 2)
  const w0 = v128.load(w)
  const w1 = V > 1 ? v128.load(w, 16) : w0
  const w2 = V > 2 ? v128.load(w, 32) : w0
  const w3 = V > 3 ? v128.load(w, 48) : w0
  const w4 = V > 4 ? v128.load(w, 64) : w0
  const w5 = V > 5 ? v128.load(w, 80) : w0
  const w6 = V > 6 ? v128.load(w, 96) : w0
  const w7 = V > 7 ? v128.load(w, 112) : w0
  while (list < end) {
    const p = target + load<u32>(list)
    const d = v128.load32_splat(list, 4)
    addVector(V == 1, p, f32x4.mul(d, w0), last)
    if (V > 1) addVector(V == 2, p + 16, f32x4.mul(d, w1), last)
    if (V > 2) addVector(V == 3, p + 32, f32x4.mul(d, w2), last)
    if (V > 3) addVector(V == 4, p + 48, f32x4.mul(d, w3), last)
    if (V > 4) addVector(V == 5, p + 64, f32x4.mul(d, w4), last)
    if (V > 5) addVector(V == 6, p + 80, f32x4.mul(d, w5), last)
    if (V > 6) addVector(V == 7, p + 96, f32x4.mul(d, w6), last)
    if (V > 7) addVector(V == 8, p + 112, f32x4.mul(d, w7), last)
    list += LIST_ENTRY_BYTES
  }
}

/** dx = the sum of four images of `bytes` bytes each. */
// @ts-ignore: decorator
@inline
function addImages(images: usize, bytes: usize, dx: usize): void {
  const image2 = images + bytes
  const image3 = image2 + bytes
  const image4 = image3 + bytes
  for (let at: usize = 0; at < bytes; at += 16) {
    const above = f32x4.add(v128.load(images + at), v128.load(image2 + at))
    const below = f32x4.add(v128.load(image3 + at), v128.load(image4 + at))
    storeLanes(dx + at, f32x4.add(above, below), <i32>((bytes - at) >> 2))
  }
}
