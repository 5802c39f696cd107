import { Address } from './address'

/** y[r] = the product of the floats of row r, in float64, for the rows `from` to `to`. */
export function prodRows(x: Address, y: Address, columns: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const p = x + ((<usize>(row * columns)) << 2)
    let product: f64 = 1
    for (let i = 0; i < columns; i++) product *= load<f32>(p + ((<usize>i) << 2))
    store<f32>(y + ((<usize>row) << 2), <f32>product)
  }
}

/** y[r] = the sum of the integers of row r, modulo 2³², for the rows `from` to `to`. */
export function sumIntegerRows(x: Address, y: Address, columns: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const p = x + ((<usize>(row * columns)) << 2)
    let sum = 0
    for (let i = 0; i < columns; i++) sum += load<i32>(p + ((<usize>i) << 2))
    store<i32>(y + ((<usize>row) << 2), sum)
  }
}

/** y[r] = `value` if one of the bools of row r is `value`, otherwise the opposite, for the rows `from` to `to`. */
export function findBoolRows(x: Address, y: Address, columns: i32, value: bool, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const p = x + row * columns
    let found = !value
    for (let i = 0; i < columns; i++) {
      if (load<u8>(p + i) == <u8>value) found = value
    }
    store<u8>(y + row, <u8>found)
  }
}
