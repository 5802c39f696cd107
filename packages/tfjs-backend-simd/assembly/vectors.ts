/**
 * Vectors of four floats at the end of a row. A row whose length is no multiple of four ends in a vector of which
 * only the first `count` lanes belong to it: it is LOADED whole (every buffer ends in 16 spare bytes, so that is
 * in bounds) and its foreign lanes are computed like the others, but never stored: what lies there may be another
 * row, which another thread writes.
 */

/** Stores the first `count` lanes (1 to 4) of `v`. */
// @ts-ignore: decorator
@inline
export function storeLanes(address: usize, v: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, v)
  } else if (count == 3) {
    v128.store64_lane(address, v, 0)
    v128.store32_lane(address, v, 2, 8)
  } else if (count == 2) {
    v128.store64_lane(address, v, 0)
  } else {
    v128.store32_lane(address, v, 0)
  }
}

/** All bits set in the first `count` lanes (0 to 4), none in the others. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count))
}

/** The first two floats as doubles. */
// @ts-ignore: decorator
@inline
export function lowDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v)
}

/** The last two floats as doubles. */
// @ts-ignore: decorator
@inline
export function highDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3))
}

/** Two doubles and two more as four floats, rounded. */
// @ts-ignore: decorator
@inline
export function narrowDoubles(low: v128, high: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}

/** Floats in a block, which is what threads share long vectors by: 256 bytes, so that no two write to a cache line. */
export const BLOCK_ELEMENTS: i32 = 64
