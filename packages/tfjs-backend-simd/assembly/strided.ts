import { Address } from './address'
import { storeLanes, transposedRow } from './vectors'

/**
 * Copies planes of `rows` rows of `columns` elements, of 1 or 4 bytes, for the planes `from` to `to`. `sourceRow` and `targetRow`
 * are the bytes from a row to the next. Elements are `sourceColumn` bytes apart in the source (0: always the same element;
 * negative: backwards), and contiguous in the target.
 *
 * Planes are counted by `rank` dimensions.
 *
 * @param table For each dimension, the outermost first: its size, and the bytes from an index to the next in source and target
 */
export function copyStrided(
  source: Address,
  target: Address,
  elementBytes: i32,
  rows: i32,
  columns: i32,
  sourceRow: i32,
  sourceColumn: i32,
  targetRow: i32,
  table: Address,
  rank: i32,
  from: i32,
  to: i32,
): void {
  for (let plane = from; plane < to; plane++) {
    let p = source
    let q = target
    let index = plane
    for (let entry = table + <usize>(rank * 12); entry > table;) {
      entry -= 12
      const size = load<i32>(entry)
      const i = index % size
      index /= size
      p += i * load<i32>(entry, 4)
      q += i * load<i32>(entry, 8)
    }
    if (elementBytes == 1) copyBytes(p, q, rows, columns, sourceRow, sourceColumn, targetRow)
    else if (sourceColumn == 4) copyRuns(p, q, rows, columns, sourceRow, targetRow)
    else if (sourceRow == 4) transposePlane(p, q, rows, columns, sourceColumn, targetRow)
    else copyWords(p, q, rows, columns, sourceRow, sourceColumn, targetRow)
  }
}

/** The shortest run, in floats, for which a call of memory.copy is faster than a loop. */
const LONG_RUN: i32 = 128

function copyRuns(p: usize, q: usize, rows: i32, columns: i32, sourceRow: i32, targetRow: i32): void {
  for (let row = 0; row < rows; row++) {
    if (columns >= LONG_RUN) {
      memory.copy(q, p, (<usize>columns) << 2)
    } else {
      let i = 0
      for (; i + 4 <= columns; i += 4) v128.store(q + ((<usize>i) << 2), v128.load(p + ((<usize>i) << 2)))
      if (i < columns) storeLanes(q + ((<usize>i) << 2), v128.load(p + ((<usize>i) << 2)), columns - i)
    }
    p += sourceRow
    q += targetRow
  }
}

/** Copies a plane whose rows are columns of the source: in tiles of 4 × 4, and the remainder element by element. */
function transposePlane(
  p: usize,
  q: usize,
  rows: i32,
  columns: i32,
  sourceColumn: i32,
  targetRow: i32,
): void {
  const wholeRows = rows & ~3
  const whole = columns & ~3
  for (let row = 0; row < wholeRows; row += 4) {
    for (let i = 0; i < whole; i += 4)
      transposeTile(p + i * sourceColumn, q + ((<usize>i) << 2), sourceColumn, targetRow)
    copyWords(
      p + whole * sourceColumn,
      q + ((<usize>whole) << 2),
      4,
      columns - whole,
      4,
      sourceColumn,
      targetRow,
    )
    p += 16
    q += targetRow << 2
  }
  copyWords(p, q, rows - wholeRows, columns, 4, sourceColumn, targetRow)
}

// @inline
function transposeTile(p: usize, q: usize, sourceColumn: usize, targetRow: usize): void {
  const a = v128.load(p)
  const b = v128.load(p + sourceColumn)
  const c = v128.load(p + 2 * sourceColumn)
  const d = v128.load(p + 3 * sourceColumn)
  v128.store(q, transposedRow(0, a, b, c, d))
  v128.store(q + targetRow, transposedRow(1, a, b, c, d))
  v128.store(q + 2 * targetRow, transposedRow(2, a, b, c, d))
  v128.store(q + 3 * targetRow, transposedRow(3, a, b, c, d))
}

function copyWords(
  p: usize,
  q: usize,
  rows: i32,
  columns: i32,
  sourceRow: i32,
  sourceColumn: i32,
  targetRow: i32,
): void {
  for (let row = 0; row < rows; row++) {
    let source = p
    for (let i = 0; i < columns; i++) {
      store<u32>(q + ((<usize>i) << 2), load<u32>(source))
      source += sourceColumn
    }
    p += sourceRow
    q += targetRow
  }
}

function copyBytes(
  p: usize,
  q: usize,
  rows: i32,
  columns: i32,
  sourceRow: i32,
  sourceColumn: i32,
  targetRow: i32,
): void {
  for (let row = 0; row < rows; row++) {
    let source = p
    for (let i = 0; i < columns; i++) {
      store<u8>(q + i, load<u8>(source))
      source += sourceColumn
    }
    p += sourceRow
    q += targetRow
  }
}
