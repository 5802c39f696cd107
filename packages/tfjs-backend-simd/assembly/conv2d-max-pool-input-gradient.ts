import { Address } from './address'
import { LIST_ENTRY_BYTES, listEntries } from './gradient-list'
import { storeLanes } from './vectors'

/**
 * dx = Σ over entries of gradient · w[o, window], for the images `from` to `to`. w is `filter`, transposed: [outChannels][runCount]
 * [runLength].
 *
 * Each of the four places in a window has an image of its own in `scratch`, of `imageStride` bytes, after the list of a channel.
 * Windows of one place are two positions apart, so that no load waits for a store that it half overlaps. At the end the images
 * are added.
 *
 * @param scratch `scratchStride` bytes for each image: the list of a channel, and after `listBytes` the four images
 * @param windows The number of pooling windows in an image
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
  const pixel = (<usize>outChannels) << 2
  const pooledBytes = (<usize>(windows * outChannels)) << 2
  const runBytes = (<usize>runLength) << 2
  const list = scratch + from * scratchStride
  const images = list + listBytes
  for (let b = from; b < to; b++) {
    memory.fill(images, 0, imageStride << 2)
    let row = filter
    for (let o = 0; o < outChannels; o++) {
      const at = b * pooledBytes + ((<usize>o) << 2)
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

/** Adds the run at `w`, times the gradient of each entry, to the same run of the window of the entry. */
function scatterRun(list: usize, end: usize, w: usize, target: usize, runLength: i32): void {
  for (let l = 0; l < runLength; l += 32) {
    const lanes = min(32, runLength - l)
    const vectors = (lanes + 3) >> 2
    // prettier-ignore
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

/** V vectors of a run stay in registers. V is a constant at every call. */
// @inline
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
// @inline
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

// @inline
function addVector(isLast: bool, p: usize, v: v128, last: i32): void {
  const sum = f32x4.add(v128.load(p), v)
  if (isLast) storeLanes(p, sum, last)
  else v128.store(p, sum)
}
