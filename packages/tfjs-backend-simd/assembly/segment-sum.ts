import { Address } from './address'
import { GROUP_COLUMNS } from './reduce-columns'
import { highDoubles, lowDoubles, narrowDoubles, storeLanes } from './vectors'

/**
 * Lists the positions of each segment, in ascending order: the positions of segment s are the words `starts[s]` to
 * `starts[s + 1]` of `positions`. An id outside of 0 to `segments` − 1 belongs to no segment. One unit.
 *
 * @param starts `segments` + 2 words
 */
export function listSegments(
  ids: Address,
  starts: Address,
  positions: Address,
  count: i32,
  segments: i32,
  from: i32,
  to: i32,
): void {
  memory.fill(starts, 0, (<usize>(segments + 2)) << 2)
  // Sizes are stored two words ahead. Their running sums are the starts, one word ahead. Each position that is stored moves the
  // start of its segment, which ends as the start of the next segment.
  for (let i = 0; i < count; i++) {
    const id = load<u32>(ids + ((<usize>i) << 2))
    if (id < <u32>segments) {
      const size = starts + ((<usize>id) << 2)
      store<i32>(size, load<i32>(size, 8) + 1, 8)
    }
  }
  for (let s = 1; s < segments; s++) {
    const end = starts + ((<usize>s) << 2)
    store<i32>(end, load<i32>(end, 8) + load<i32>(end, 4), 8)
  }
  for (let i = 0; i < count; i++) {
    const id = load<u32>(ids + ((<usize>i) << 2))
    if (id < <u32>segments) {
      const start = starts + ((<usize>id) << 2)
      const place = load<i32>(start, 4)
      store<i32>(positions + ((<usize>place) << 2), i)
      store<i32>(start, place + 1, 4)
    }
  }
}

/**
 * y[s, j] = Σ over the positions i of segment s, as `listSegments` lists them, of x[i, j], in rows of `columns` floats, for the
 * segments `from` to `to`. In float64, in the order of the positions.
 */
export function sumSegments(
  x: Address,
  starts: Address,
  positions: Address,
  y: Address,
  columns: i32,
  from: i32,
  to: i32,
): void {
  const row = (<usize>columns) << 2
  for (let s = from; s < to; s++) {
    const first = positions + ((<usize>load<u32>(starts + ((<usize>s) << 2))) << 2)
    const end = positions + ((<usize>load<u32>(starts + ((<usize>s) << 2), 4)) << 2)
    const target = y + <usize>s * row
    let j = 0
    for (; j + GROUP_COLUMNS <= columns; j += GROUP_COLUMNS) {
      const at = (<usize>j) << 2
      sumGroup(x + at, first, end, row, target + at)
    }
    for (; j < columns; j += 4) {
      const at = (<usize>j) << 2
      sumFour(x + at, first, end, row, target + at, columns - j)
    }
  }
}

function sumGroup(x: usize, position: usize, end: usize, row: usize, y: usize): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0)
  let s4 = f64x2.splat(0),
    s5 = f64x2.splat(0),
    s6 = f64x2.splat(0),
    s7 = f64x2.splat(0)
  for (; position < end; position += 4) {
    const p = x + <usize>load<u32>(position) * row
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
  }
  v128.store(y, narrowDoubles(s0, s1))
  v128.store(y, narrowDoubles(s2, s3), 16)
  v128.store(y, narrowDoubles(s4, s5), 32)
  v128.store(y, narrowDoubles(s6, s7), 48)
}

/** The sums of four columns, or the first `count` of them. */
function sumFour(x: usize, position: usize, end: usize, row: usize, y: usize, count: i32): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0)
  for (; position < end; position += 4) {
    const a = v128.load(x + <usize>load<u32>(position) * row)
    s0 = f64x2.add(s0, lowDoubles(a))
    s1 = f64x2.add(s1, highDoubles(a))
  }
  storeLanes(y, narrowDoubles(s0, s1), count)
}
