/*
 * Vectors of four floats. If the length of a row is not a multiple of four, only the first lanes of its last vector belong to the
 * row. Such a vector is loaded whole (every block of memory ends in 16 spare bytes, so the load is in bounds) and its
 * surplus lanes are computed like the others, but never stored: they may be the next row, which another thread writes.
 */

/** Floats in a vector. */
export const LANES: i32 = 4

/**
 * Elements of a block, the unit in which threads share long vectors: 256 bytes of floats, so that no two threads write to
 * one cache line.
 */
export const BLOCK_ELEMENTS: i32 = 64

/** Stores the first `count` lanes of a vector, 1 to 4. */
// @inline
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

/** A mask with all bits set in the first `count` lanes, 0 to 4. */
// @inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count))
}

/** The first two floats as doubles. */
// @inline
export function lowDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v)
}

/** The last two floats as doubles. */
// @inline
export function highDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3))
}

/** Four doubles as floats, rounded. */
// @inline
export function narrowDoubles(low: v128, high: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}

/** Stores V vectors, 1 or 2, of the last vector only the first `last` lanes. V is a constant at every call. */
// @inline
export function storePair(V: i32, address: usize, a: v128, b: v128, last: i32): void {
  if (V == 1) {
    storeLanes(address, a, last)
  } else {
    v128.store(address, a)
    storeLanes(address + 16, b, last)
  }
}

/**
 * Stores V vectors, 1 to 4, of the last vector only the first `last` lanes. V is a constant at every call. Tiles of at most two
 * vectors compile to less code with {@link storePair}.
 */
// @inline
export function storeTileRow(
  V: i32,
  address: usize,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  last: i32,
): void {
  if (V > 1) v128.store(address, a0)
  if (V > 2) v128.store(address, a1, 16)
  if (V > 3) v128.store(address, a2, 32)
  if (V == 1) storeLanes(address, a0, last)
  if (V == 2) storeLanes(address + 16, a1, last)
  if (V == 3) storeLanes(address + 32, a2, last)
  if (V == 4) storeLanes(address + 48, a3, last)
}

/** Adds V vectors, 1 or 2, to memory, of the last vector only the first `last` lanes. V is a constant at every call. */
// @inline
export function addPair(V: i32, address: usize, a: v128, b: v128, last: i32): void {
  if (V == 1) {
    storeLanes(address, f32x4.add(v128.load(address), a), last)
  } else {
    v128.store(address, f32x4.add(v128.load(address), a))
    storeLanes(address + 16, f32x4.add(v128.load(address, 16), b), last)
  }
}

/**
 * Adds V vectors, 1 to 4, to memory, of the last vector only the first `last` lanes. V is a constant at every call. Tiles of at
 * most two vectors compile to less code with {@link addPair}.
 */
// @inline
export function addTileRow(V: i32, address: usize, a0: v128, a1: v128, a2: v128, a3: v128, last: i32): void {
  if (V > 1) v128.store(address, f32x4.add(v128.load(address), a0))
  if (V > 2) v128.store(address, f32x4.add(v128.load(address, 16), a1), 16)
  if (V > 3) v128.store(address, f32x4.add(v128.load(address, 32), a2), 32)
  if (V == 1) storeLanes(address, f32x4.add(v128.load(address), a0), last)
  if (V == 2) storeLanes(address + 16, f32x4.add(v128.load(address, 16), a1), last)
  if (V == 3) storeLanes(address + 32, f32x4.add(v128.load(address, 32), a2), last)
  if (V == 4) storeLanes(address + 48, f32x4.add(v128.load(address, 48), a3), last)
}

/** Row k of the 4 × 4 matrix with columns a to d. k is a constant at every call; four calls transpose the matrix. */
// @inline
export function transposedRow(k: i32, a: v128, b: v128, c: v128, d: v128): v128 {
  if (k < 2) {
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
    return k == 0 ? v128.shuffle<f32>(ab, cd, 0, 1, 4, 5) : v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)
  }
  const ab = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  return k == 2 ? v128.shuffle<f32>(ab, cd, 0, 1, 4, 5) : v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)
}
