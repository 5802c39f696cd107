import { Address } from './address'
import { loadBools } from './cast'
import { Repeated } from './elementwise'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'

/** The operations of {@link compare}. From NOT on, the operations use only the operand a. */
export const enum Comparison {
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_EQUAL,
  AND,
  OR,
  NOT,
  IS_NAN,
  IS_INFINITE,
  IS_FINITE,
  IS_TRUE,
}

/** The types of elements that {@link compare} reads. */
export const enum ElementType {
  FLOAT,
  INTEGER,
  BOOL,
}

/**
 * y = a ∘ b as bools, a byte each, of `size` elements in rows of `columns` elements (the last row may be shorter), for the rows
 * `from` to `to`. The operands have one type, and are walked as by `binary` of elementwise.ts.
 */
export function compare(
  a: Address,
  b: Address,
  y: Address,
  operation: Comparison,
  type: ElementType,
  size: i32,
  columns: i32,
  rows: i32,
  rowA: usize,
  rowB: usize,
  blockA: usize,
  blockB: usize,
  repeats: Repeated,
  from: i32,
  to: i32,
): void {
  const step: usize = type == ElementType.BOOL ? 4 : 16
  const aStep = repeats == Repeated.A ? 0 : step
  const bStep = repeats == Repeated.B ? 0 : step
  let block = from / rows
  let row = from - block * rows
  for (let i = from; i < to; i++) {
    let p = a + block * blockA + row * rowA
    let q = b + block * blockB + row * rowB
    let target = y + i * columns
    for (let left = min(columns, size - i * columns); left > 0; left -= 4) {
      const va = loadFour(p, type, repeats == Repeated.A)
      const vb = loadFour(q, type, repeats == Repeated.B)
      const result =
        type == ElementType.FLOAT ? compareFloats(operation, va, vb) : compareIntegers(operation, va, vb)
      storeBools(target, result, left)
      p += aStep
      q += bStep
      target += 4
    }
    if (++row == rows) {
      row = 0
      block++
    }
  }
}

/** y = condition ? a : b of `size` words with a bool each, for the blocks `from` to `to`. */
export function select(
  condition: Address,
  a: Address,
  b: Address,
  y: Address,
  size: i32,
  from: i32,
  to: i32,
): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i += 4) {
    const at = (<usize>i) << 2
    const mask = i32x4.ne(loadBools(condition + i), i32x4.splat(0))
    storeLanes(y + at, v128.bitselect(v128.load(a + at), v128.load(b + at), mask), end - i)
  }
}

/** Loads four elements, or the first element four times. */
// @inline
function loadFour(address: usize, type: ElementType, repeats: bool): v128 {
  if (type == ElementType.BOOL) return repeats ? i32x4.splat(load<u8>(address)) : loadBools(address)
  return repeats ? v128.load32_splat(address) : v128.load(address)
}

/** Stores the first `count` of four masks, or all, as bytes 0 or 1. */
// @inline
function storeBools(address: usize, masks: v128, count: i32): void {
  const halves = i16x8.narrow_i32x4_s(masks, masks)
  const bytes = v128.and(i8x16.narrow_i16x8_s(halves, halves), i8x16.splat(1))
  if (count >= 4) {
    v128.store32_lane(address, bytes, 0)
  } else {
    v128.store8_lane(address, bytes, 0)
    if (count > 1) v128.store8_lane(address, bytes, 1, 1)
    if (count > 2) v128.store8_lane(address, bytes, 2, 2)
  }
}

// @inline
function compareFloats(operation: Comparison, a: v128, b: v128): v128 {
  switch (operation) {
    case Comparison.EQUAL:
      return f32x4.eq(a, b)
    case Comparison.NOT_EQUAL:
      return f32x4.ne(a, b)
    case Comparison.LESS:
      return f32x4.lt(a, b)
    case Comparison.LESS_EQUAL:
      return f32x4.le(a, b)
    case Comparison.NOT:
      return f32x4.eq(a, f32x4.splat(0))
    case Comparison.IS_NAN:
      return f32x4.ne(a, a)
    case Comparison.IS_INFINITE:
      return f32x4.eq(f32x4.abs(a), f32x4.splat(Infinity))
    case Comparison.IS_FINITE:
      return f32x4.lt(f32x4.abs(a), f32x4.splat(Infinity))
    default:
      return f32x4.ne(a, f32x4.splat(0))
  }
}

// @inline
function compareIntegers(operation: Comparison, a: v128, b: v128): v128 {
  const zero = i32x4.splat(0)
  switch (operation) {
    case Comparison.EQUAL:
      return i32x4.eq(a, b)
    case Comparison.NOT_EQUAL:
      return i32x4.ne(a, b)
    case Comparison.LESS:
      return i32x4.lt_s(a, b)
    case Comparison.LESS_EQUAL:
      return i32x4.le_s(a, b)
    case Comparison.AND:
      return v128.and(i32x4.ne(a, zero), i32x4.ne(b, zero))
    case Comparison.OR:
      return i32x4.ne(v128.or(a, b), zero)
    case Comparison.NOT:
      return i32x4.eq(a, zero)
    default:
      return i32x4.ne(a, zero)
  }
}
