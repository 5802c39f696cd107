import { Activation, activate } from './activation'
import { Address, ZEROS } from './address'
import { storeTileRow } from './vectors'

/**
 * y[b, oy, ox, o] = activation(bias[o] + Σ x[b, oy·stride + …, ox·stride + …, c] · w[…, c, o]), NHWC and HWIO, for the output
 * rows `from` to `to`, counted over all images. w is `filter`.
 *
 * The window of an output position is `runCount` runs of `runLength` contiguous floats of x: a run is a row of the filter, with
 * all its columns and channels, or one place of the filter if the columns are dilated.
 *
 * A tile of positions × channel vectors stays in registers: 4 × 2 or 2 × 4, since V8 has 16 vector registers and spills beyond
 * 8 accumulators.
 *
 * Strides are in bytes.
 *
 * @param bias 0 for none
 * @param runs The byte offset in x of each run of a window
 */
export function conv2dForward(
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
  columnStride: usize,
  activation: Activation,
  from: i32,
  to: i32,
): void {
  const rowBytes = (<usize>(outWidth * outChannels)) << 2
  for (let row = from; row < to; row++) {
    const p = x + <usize>(row / outHeight) * imageStride + <usize>(row % outHeight) * rowStride
    const q = y + <usize>row * rowBytes
    channels(p, columnStride, filter, bias, q, outChannels, outWidth, runs, runCount, runLength, activation)
  }
}

/**
 * y = activation(a·b + bias) of a row-major a with rows of `depth` floats, for the rows `from` to `to`: a convolution whose
 * windows are the rows of a, in panels of 16 columns.
 *
 * @param bias 0 for none
 */
export function matmul(
  a: Address,
  b: Address,
  bias: Address,
  y: Address,
  depth: i32,
  columns: i32,
  activation: Activation,
  from: i32,
  to: i32,
): void {
  const aStride = (<usize>depth) << 2
  const yStride = (<usize>columns) << 2
  a += <usize>from * aStride
  y += <usize>from * yStride
  channels(a, aStride, b, bias, y, columns, to - from, ZEROS, 1, depth, activation)
}

/** All channels of `count` positions that are `columnStride` bytes apart. */
export function channels(
  x: usize,
  columnStride: usize,
  w: usize,
  bias: usize,
  y: usize,
  outChannels: i32,
  count: i32,
  runs: usize,
  runCount: i32,
  runLength: i32,
  activation: Activation,
): void {
  for (let o = 0; o < outChannels; o += 16) {
    positions(x, columnStride, w, bias, y, o, outChannels, count, runs, runCount, runLength, activation)
  }
}

/**
 * Up to 16 channels of `count` positions, from channel `o` on. The tiles are called one by one: if loops over tiles were inlined
 * here, the compiler would merge them, with branches on P and V that cost time.
 */
function positions(
  p: usize,
  columnStride: usize,
  w: usize,
  bias: usize,
  q: usize,
  o: i32,
  outChannels: i32,
  count: i32,
  runs: usize,
  runCount: i32,
  runLength: i32,
  activation: Activation,
): void {
  const yStride = (<usize>outChannels) << 2
  const runBytes = (<usize>runLength) << 2
  const offset = (<usize>o) << 2
  const lanes = min(16, outChannels - o)
  const vectors = (lanes + 3) >> 2
  const last = lanes - ((vectors - 1) << 2)
  const tileRows = vectors > 2 ? 2 : 4
  w += offset
  q += offset
  bias = bias ? bias + offset : ZEROS
  let i = 0
  for (; i <= count - tileRows; i += tileRows) {
    // prettier-ignore
    if (vectors == 4) tile(2, 4, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    else if (vectors == 3) tile(2, 3, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    else if (vectors == 2) tile(4, 2, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    else tile(4, 1, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    p += tileRows * columnStride
    q += tileRows * yStride
  }
  for (; i < count; i++) {
    // prettier-ignore
    if (vectors == 4) tile(1, 4, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    else if (vectors == 3) tile(1, 3, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    else if (vectors == 2) tile(1, 2, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    else tile(1, 1, p, columnStride, w, yStride, bias, q, runs, runCount, runBytes, activation, last)
    p += columnStride
    q += yStride
  }
}

/**
 * P positions × V vectors of four channels. P and V are constants at every call, so the branches on them vanish. The channels
 * use the first `last` lanes of the last vector.
 */
// @inline
function tile(
  P: i32,
  V: i32,
  x: usize,
  columnStride: usize,
  w: usize,
  stride: usize,
  bias: usize,
  y: usize,
  runs: usize,
  runCount: i32,
  runBytes: usize,
  activation: Activation,
  last: i32,
): void {
  const bias0 = v128.load(bias)
  const bias1 = V > 1 ? v128.load(bias, 16) : bias0
  const bias2 = V > 2 ? v128.load(bias, 32) : bias0
  const bias3 = V > 3 ? v128.load(bias, 48) : bias0
  let a00 = bias0,
    a01 = bias1,
    a02 = bias2,
    a03 = bias3
  let a10 = bias0,
    a11 = bias1,
    a12 = bias2,
    a13 = bias3
  let a20 = bias0,
    a21 = bias1
  let a30 = bias0,
    a31 = bias1
  const column2 = columnStride << 1
  const column3 = column2 + columnStride
  for (let r = 0; r < runCount; r++) {
    let p = x + load<u32>(runs + ((<usize>r) << 2))
    const end = p + runBytes
    while (p < end) {
      const w0 = v128.load(w)
      const w1 = V > 1 ? v128.load(w, 16) : w0
      const w2 = V > 2 ? v128.load(w, 32) : w0
      const w3 = V > 3 ? v128.load(w, 48) : w0
      let s = v128.load32_splat(p)
      a00 = f32x4.add(a00, f32x4.mul(s, w0))
      if (V > 1) a01 = f32x4.add(a01, f32x4.mul(s, w1))
      if (V > 2) a02 = f32x4.add(a02, f32x4.mul(s, w2))
      if (V > 3) a03 = f32x4.add(a03, f32x4.mul(s, w3))
      if (P > 1) {
        s = v128.load32_splat(p + columnStride)
        a10 = f32x4.add(a10, f32x4.mul(s, w0))
        if (V > 1) a11 = f32x4.add(a11, f32x4.mul(s, w1))
        if (V > 2) a12 = f32x4.add(a12, f32x4.mul(s, w2))
        if (V > 3) a13 = f32x4.add(a13, f32x4.mul(s, w3))
      }
      if (P > 2) {
        s = v128.load32_splat(p + column2)
        a20 = f32x4.add(a20, f32x4.mul(s, w0))
        if (V > 1) a21 = f32x4.add(a21, f32x4.mul(s, w1))
        s = v128.load32_splat(p + column3)
        a30 = f32x4.add(a30, f32x4.mul(s, w0))
        if (V > 1) a31 = f32x4.add(a31, f32x4.mul(s, w1))
      }
      w += stride
      p += 4
    }
  }
  storeRow(V, y, a00, a01, a02, a03, activation, last)
  if (P > 1) storeRow(V, y + stride, a10, a11, a12, a13, activation, last)
  if (P > 2) {
    storeRow(V, y + (stride << 1), a20, a21, a20, a20, activation, last)
    storeRow(V, y + stride * 3, a30, a31, a30, a30, activation, last)
  }
}

/** Stores the activation of V vectors of four channels, of the last vector only the first `last` lanes. */
// @inline
function storeRow(
  V: i32,
  y: usize,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  activation: Activation,
  last: i32,
): void {
  const b0 = activate(a0, activation)
  const b1 = activate(a1, activation)
  const b2 = activate(a2, activation)
  storeTileRow(V, y, b0, b1, b2, activate(a3, activation), last)
}
