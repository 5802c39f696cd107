import { Address } from './address'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'

/** Repeats each of the `size` floats of x `times` times in y, for the blocks `from` to `to` of x. */
export function repeatFloats(x: Address, y: Address, size: i32, times: i32, from: i32, to: i32): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i++) {
    const v = v128.load32_splat(x + ((<usize>i) << 2))
    const q = y + ((<usize>i * <usize>times) << 2)
    for (let r = 0; r < times; r += 4) storeLanes(q + ((<usize>r) << 2), v, times - r)
  }
}

/** y = the sums of `times` adjoining floats of x each, in their order; `size` sums, for the blocks `from` to `to` of y. */
export function sumRepeats(x: Address, y: Address, size: i32, times: i32, from: i32, to: i32): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i++) {
    const p = x + ((<usize>i * <usize>times) << 2)
    let sum: f32 = 0
    for (let r = 0; r < times; r++) sum += load<f32>(p + ((<usize>r) << 2))
    store<f32>(y + ((<usize>i) << 2), sum)
  }
}
