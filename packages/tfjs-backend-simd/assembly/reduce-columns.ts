import { Address } from './address'
import { highDoubles, lowDoubles } from './vectors'

/** Rows of a chunk, which {@link sumColumns} sums on one thread: threads share the chunks of a long column. */
export const CHUNK_ROWS: i32 = 256

/** Columns of a group, whose sums stay in registers: a cache line of each row. */
export const GROUP_COLUMNS: i32 = 16

/**
 * Sums over the rows of x[b, row, j], blocks b of `rows` rows of `columns` floats. Each block is cut into chunks of 256 rows, each
 * chunk into groups of 16 columns j. The units `from` to `to` are the groups, counted over all chunks. The sum of a column over a
 * chunk is stored in `sums`, in float64; `addChunks` adds the chunks. So the order of the additions depends on the shape alone.
 */
export function sumColumns(x: Address, sums: Address, rows: i32, columns: i32, from: i32, to: i32): void {
  const groups = (columns + GROUP_COLUMNS - 1) / GROUP_COLUMNS
  const chunks = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS
  const stride = (<usize>columns) << 2
  for (let unit = from; unit < to; unit++) {
    const part = unit / groups
    const block = part / chunks
    const row = (part - block * chunks) * CHUNK_ROWS
    const j = (unit - part * groups) * GROUP_COLUMNS
    const count = min(CHUNK_ROWS, rows - row)
    const p = x + ((<usize>((block * rows + row) * columns + j)) << 2)
    const q = sums + ((<usize>(part * columns + j)) << 3)
    if (columns - j >= GROUP_COLUMNS) {
      sumGroup(p, q, count, stride)
    } else {
      for (let i = 0; i < columns - j; i += 4)
        sumFour(p + ((<usize>i) << 2), q + ((<usize>i) << 3), count, stride, columns - j - i)
    }
  }
}

/** y[b, j] = Σ over the chunks c of sums[b, c, j], divided by `divisor`, for the blocks `from` to `to`. Overwrites `sums`. */
export function addChunks(
  sums: Address,
  y: Address,
  chunks: i32,
  columns: i32,
  divisor: f32,
  from: i32,
  to: i32,
): void {
  const row = (<usize>columns) << 3
  for (let block = from; block < to; block++) {
    const total = sums + block * chunks * row
    for (let chunk = 1; chunk < chunks; chunk++) {
      const p = total + chunk * row
      let j: usize = 0
      for (; j + 16 <= row; j += 16) v128.store(total + j, f64x2.add(v128.load(total + j), v128.load(p + j)))
      if (j < row) store<f64>(total + j, load<f64>(total + j) + load<f64>(p + j))
    }
    const target = y + ((<usize>(block * columns)) << 2)
    for (let j: usize = 0; j < <usize>columns; j++) {
      store<f32>(target + (j << 2), <f32>(load<f64>(total + (j << 3)) / <f64>divisor))
    }
  }
}

/** Sums of 16 columns, as eight pairs, so that no addition waits for another. */
function sumGroup(p: usize, q: usize, rows: i32, stride: usize): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0)
  let s4 = f64x2.splat(0),
    s5 = f64x2.splat(0),
    s6 = f64x2.splat(0),
    s7 = f64x2.splat(0)
  for (; rows > 0; rows--) {
    const a = v128.load(p),
      b = v128.load(p, 16),
      c = v128.load(p, 32),
      d = v128.load(p, 48)
    s0 = f64x2.add(s0, lowDoubles(a))
    s1 = f64x2.add(s1, highDoubles(a))
    s2 = f64x2.add(s2, lowDoubles(b))
    s3 = f64x2.add(s3, highDoubles(b))
    s4 = f64x2.add(s4, lowDoubles(c))
    s5 = f64x2.add(s5, highDoubles(c))
    s6 = f64x2.add(s6, lowDoubles(d))
    s7 = f64x2.add(s7, highDoubles(d))
    p += stride
  }
  v128.store(q, s0)
  v128.store(q, s1, 16)
  v128.store(q, s2, 32)
  v128.store(q, s3, 48)
  v128.store(q, s4, 64)
  v128.store(q, s5, 80)
  v128.store(q, s6, 96)
  v128.store(q, s7, 112)
}

/** Sums of four columns, or the first `count` of them: first of every fourth row, and then of the four sums. */
function sumFour(p: usize, q: usize, rows: i32, stride: usize, count: i32): void {
  let low0 = f64x2.splat(0),
    low1 = f64x2.splat(0),
    low2 = f64x2.splat(0),
    low3 = f64x2.splat(0)
  let high0 = f64x2.splat(0),
    high1 = f64x2.splat(0),
    high2 = f64x2.splat(0),
    high3 = f64x2.splat(0)
  for (; rows >= 4; rows -= 4) {
    const a = v128.load(p),
      b = v128.load(p + stride)
    p += stride << 1
    const c = v128.load(p),
      d = v128.load(p + stride)
    p += stride << 1
    low0 = f64x2.add(low0, lowDoubles(a))
    high0 = f64x2.add(high0, highDoubles(a))
    low1 = f64x2.add(low1, lowDoubles(b))
    high1 = f64x2.add(high1, highDoubles(b))
    low2 = f64x2.add(low2, lowDoubles(c))
    high2 = f64x2.add(high2, highDoubles(c))
    low3 = f64x2.add(low3, lowDoubles(d))
    high3 = f64x2.add(high3, highDoubles(d))
  }
  for (; rows > 0; rows--) {
    const a = v128.load(p)
    low0 = f64x2.add(low0, lowDoubles(a))
    high0 = f64x2.add(high0, highDoubles(a))
    p += stride
  }
  const first = f64x2.add(f64x2.add(low0, low1), f64x2.add(low2, low3))
  const second = f64x2.add(f64x2.add(high0, high1), f64x2.add(high2, high3))
  v128.store64_lane(q, first, 0)
  if (count > 1) v128.store64_lane(q, first, 1, 8)
  if (count > 2) v128.store64_lane(q, second, 0, 16)
  if (count > 3) v128.store64_lane(q, second, 1, 24)
}
