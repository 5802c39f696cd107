import { Address } from './address'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'

/** Converts `size` integers x to floats y, for the blocks `from` to `to`. */
export function integersToFloats(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i += 4) {
    const at = (<usize>i) << 2
    storeLanes(y + at, f32x4.convert_i32x4_s(v128.load(x + at)), end - i)
  }
}

/**
 * Converts `size` floats x to integers y, for the blocks `from` to `to`: towards zero, and then as JavaScript stores a number in
 * an Int32Array, that is modulo 2³², and 0 for NaN and infinities.
 */
export function floatsToIntegers(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i++) {
    const at = (<usize>i) << 2
    const value = load<f32>(x + at)
    // a float beyond 64 bits is a multiple of 2³²
    store<i32>(y + at, Mathf.abs(value) < 9223372036854775808.0 ? <i32>(<i64>value) : 0)
  }
}

/** Converts `size` bools x, a byte each, to integers or floats y, for the blocks `from` to `to`. */
export function widenBools(x: Address, y: Address, size: i32, toFloats: bool, from: i32, to: i32): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i += 4) {
    const integers = loadBools(x + i)
    const values = toFloats ? f32x4.convert_i32x4_s(integers) : integers
    storeLanes(y + ((<usize>i) << 2), values, end - i)
  }
}

/** Loads four bytes as four integers. */
// @inline
export function loadBools(address: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(address)))
}
