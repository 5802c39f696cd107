/** Copies `rows` rows of `bytes` bytes between buffers whose rows lie `fromStride` and `toStride` bytes apart. */
export function copyRows(
  from: usize,
  to: usize,
  rows: i32,
  bytes: usize,
  fromStride: usize,
  toStride: usize,
): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, bytes)
    from += fromStride
    to += toStride
  }
}

/** Fills `bytes` bytes with zeros. */
export function zero(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes)
}

/** Transposes each of `count` matrices of rows × columns floats. */
export function transpose(from: usize, to: usize, count: i32, rows: i32, columns: i32): void {
  const toStride = (<usize>rows) << 2
  for (let i = 0; i < count; i++) {
    for (let r = 0; r < rows; r++) {
      let q = to + ((<usize>r) << 2)
      for (let c = 0; c < columns; c++) {
        store<f32>(q, load<f32>(from))
        from += 4
        q += toStride
      }
    }
    to += (<usize>rows * <usize>columns) << 2
  }
}
