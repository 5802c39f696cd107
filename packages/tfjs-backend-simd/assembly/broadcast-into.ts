import { leaky } from './activations'
import { Address } from './address'
import { storeLanes } from './lanes'

/**
 * In place, y = y ∘ b with a smaller b that is repeated along some axes, for the rows `from` to `to` of `n` floats
 * (the last may be shorter, y has `size` floats).
 *
 * The rows of y have three axes, the inner two `height` and `width` long; from one to the next along each of them lie
 * `stride0`, `stride1` and `stride2` bytes of b (0: the same again). `repeats` says whether b has one value for a whole
 * row, or a row of its own.
 */
export function addInto(
  y: Address, b: Address, size: i32, n: i32, height: i32, width: i32,
  stride0: usize, stride1: usize, stride2: usize, repeats: bool, from: i32, to: i32,
): void {
  walk(false, y, b, size, n, height, width, stride0, stride1, stride2, repeats, from, to)
}

/** The same for prelu: y, times b where y < 0. */
export function preluInto(
  y: Address, b: Address, size: i32, n: i32, height: i32, width: i32,
  stride0: usize, stride1: usize, stride2: usize, repeats: bool, from: i32, to: i32,
): void {
  walk(true, y, b, size, n, height, width, stride0, stride1, stride2, repeats, from, to)
}

// @ts-ignore: decorator
@inline
function walk(
  isPrelu: bool,
  y: usize, b: usize, size: i32, n: i32, height: i32, width: i32,
  stride0: usize, stride1: usize, stride2: usize, repeats: bool, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const outer = row / width
    const p = b + <usize>(outer / height) * stride0 + <usize>(outer % height) * stride1 + <usize>(row % width) * stride2
    const q = y + ((<usize>row * <usize>n) << 2)
    const length = min(n, size - row * n)
    const all = v128.load32_splat(p)
    for (let i = 0; i < length; i += 4) {
      const at = <usize>i << 2
      const v = v128.load(q + at)
      const u = repeats ? all : v128.load(p + at)
      storeLanes(q + at, isPrelu ? leaky(v, u) : f32x4.add(v, u), length - i)
    }
  }
}
