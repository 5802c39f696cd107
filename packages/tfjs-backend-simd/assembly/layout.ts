import { Address } from './address'

/** Bytes of a block, the unit in which threads share the filling of memory: a cache line, which only one thread writes. */
export const FILL_BLOCK_BYTES: i32 = 64

/**
 * Copies blocks of `rows` rows of `rowBytes` bytes each, for the blocks `from` to `to`. `sourceRow` and `targetRow` are the bytes
 * from a row to the next, `sourceBlock` and `targetBlock` from a block to the next.
 */
export function copyRows(
  source: Address,
  target: Address,
  rows: i32,
  rowBytes: usize,
  sourceRow: usize,
  targetRow: usize,
  sourceBlock: usize,
  targetBlock: usize,
  from: i32,
  to: i32,
): void {
  for (let block = from; block < to; block++) {
    let p = source + block * sourceBlock
    let q = target + block * targetBlock
    for (let row = 0; row < rows; row++) {
      memory.copy(q, p, rowBytes)
      p += sourceRow
      q += targetRow
    }
  }
}

/** Fills `bytes` bytes with zeros, for the blocks `from` to `to`. */
export function zero(target: Address, bytes: usize, from: i32, to: i32): void {
  const start = <usize>(from * FILL_BLOCK_BYTES)
  memory.fill(target + start, 0, min(<usize>(to * FILL_BLOCK_BYTES), bytes) - start)
}

/** Fills `bytes` bytes with a pattern of four, for the blocks `from` to `to`. */
export function fill(target: Address, bytes: usize, pattern: i32, from: i32, to: i32): void {
  const end = target + min(<usize>(to * FILL_BLOCK_BYTES), bytes)
  let q = target + <usize>(from * FILL_BLOCK_BYTES)
  for (; q + 16 <= end; q += 16) v128.store(q, i32x4.splat(pattern))
  for (; q < end; q++) {
    store<u8>(q, pattern)
    pattern = rotr(pattern, 8)
  }
}

/** Transposes matrices of rows × columns floats, for the matrices `from` to `to`. */
export function transpose(
  source: Address,
  target: Address,
  rows: i32,
  columns: i32,
  from: i32,
  to: i32,
): void {
  const size = (<usize>(rows * columns)) << 2
  const targetStride = (<usize>rows) << 2
  for (let i = from; i < to; i++) {
    let p = source + i * size
    for (let r = 0; r < rows; r++) {
      let q = target + i * size + ((<usize>r) << 2)
      for (let c = 0; c < columns; c++) {
        store<f32>(q, load<f32>(p))
        p += 4
        q += targetStride
      }
    }
  }
}
