import { Address } from './address'

/**
 * y[b, o, i] = x[b, o, indices[b, i]], in slices of `sliceBytes` bytes, for the slices `from` to `to` of y. There are `outerSize`
 * indices o and `indexCount` indices i for each b, and x has `axisSize` slices for each (b, o). An index outside of x is
 * replaced by the nearest index inside.
 */
export function gather(
  x: Address,
  indices: Address,
  y: Address,
  outerSize: i32,
  indexCount: i32,
  axisSize: i32,
  sliceBytes: usize,
  from: i32,
  to: i32,
): void {
  for (let slice = from; slice < to; slice++) {
    const row = slice / indexCount
    const place = slice - row * indexCount
    const index = load<i32>(indices + ((<usize>((row / outerSize) * indexCount + place)) << 2))
    const source = x + <usize>(row * axisSize + max(0, min(index, axisSize - 1))) * sliceBytes
    const target = y + <usize>slice * sliceBytes
    if (sliceBytes == 4) store<u32>(target, load<u32>(source))
    else memory.copy(target, source, sliceBytes)
  }
}

/** Rows of `depth` words `off`, with the word `on` at the index of the row if it is below `depth`, for the rows `from` to `to`. */
export function oneHot(
  indices: Address,
  y: Address,
  depth: i32,
  on: i32,
  off: i32,
  from: i32,
  to: i32,
): void {
  for (let row = from; row < to; row++) {
    const target = y + ((<usize>(row * depth)) << 2)
    for (let i = 0; i < depth; i++) store<i32>(target + ((<usize>i) << 2), off)
    const index = load<i32>(indices + ((<usize>row) << 2))
    if (<u32>index < <u32>depth) store<i32>(target + ((<usize>index) << 2), on)
  }
}
