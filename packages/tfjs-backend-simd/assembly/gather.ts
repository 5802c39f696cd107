import { Address } from './address'

/**
 * y[b, o, i] = x[b, o, indices[b, i]], slices of `bytes` bytes: `outer` slices o and `count` indices i for each b, and
 * `size` slices of x for each (b, o); for the slices `from` to `to` of y. An index outside of x stands for the nearest
 * one inside.
 */
export function gather(
  x: Address,
  indices: Address,
  y: Address,
  outer: i32,
  count: i32,
  size: i32,
  bytes: usize,
  from: i32,
  to: i32,
): void {
  for (let slice = from; slice < to; slice++) {
    const row = slice / count
    const place = slice - row * count
    const index = load<i32>(indices + (<usize>((row / outer) * count + place) << 2))
    const source = x + <usize>(row * size + max(0, min(index, size - 1))) * bytes
    const target = y + <usize>slice * bytes
    if (bytes == 4) store<u32>(target, load<u32>(source))
    else memory.copy(target, source, bytes)
  }
}

/** Rows of `depth` words `off` with the word `on` at each row's index, if it has that place; for the rows `from` to `to`. */
export function oneHot(indices: Address, y: Address, depth: i32, on: i32, off: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const target = y + (<usize>(row * depth) << 2)
    for (let i = 0; i < depth; i++) store<i32>(target + (<usize>i << 2), off)
    const index = load<i32>(indices + (<usize>row << 2))
    if (<u32>index < <u32>depth) store<i32>(target + (<usize>index << 2), on)
  }
}
