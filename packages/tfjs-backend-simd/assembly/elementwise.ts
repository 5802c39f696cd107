import { Address } from './address'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'
import { exp4, expm14, log4, sigmoid4, tanh4 } from './math'

/** The operand of which one value stands for a whole row. */
export const enum Repeated {
  NEITHER,
  A,
  B,
}

/** The operations of {@link binary}, constants at every call. */
const enum Binary {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  PRELU,
}

/** The operations of {@link unary}, constants at every call. */
const enum Unary {
  RELU,
  RELU6,
  STEP,
  NEGATE,
  SQUARE,
  SQRT,
  EXP,
  LOG,
  SIGMOID,
  TANH,
  ABS,
  ELU,
  LEAKY_RELU,
}

/**
 * y = a ∘ b of `size` floats, in rows of `columns` (the last may be shorter), for the rows `from` to `to`. `rows` rows are a
 * block. `rowA` and `rowB` are the bytes from one row of the operand to its next in a block (0: the same row again),
 * `blockA` and `blockB` from one block to the next. `repeats`: 0 reads both operands along the row, 1 reads one value of
 * a for the whole row, 2 one value of b.
 */
export function add(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.ADD, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}
export function sub(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.SUBTRACT, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}
export function mul(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.MULTIPLY, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}
export function div(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.DIVIDE, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}
export function maximum(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.MAXIMUM, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}
export function minimum(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.MINIMUM, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}
/** a where it is not below zero, a·b where it is. */
export function prelu(a: Address, b: Address, y: Address, size: i32, columns: i32, rows: i32, rowA: usize, rowB: usize, blockA: usize, blockB: usize, repeats: Repeated, from: i32, to: i32): void {
  binary(Binary.PRELU, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
}

/** y = f(x), for the blocks `from` to `to` of `size` floats. */
export function relu(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.RELU, x, y, size, 0, from, to) }
export function relu6(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.RELU6, x, y, size, 0, from, to) }
/** 1 above 0, `alpha` at and below it, NaN for NaN. */
export function step(x: Address, y: Address, size: i32, alpha: f32, from: i32, to: i32): void { unary(Unary.STEP, x, y, size, alpha, from, to) }
export function neg(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.NEGATE, x, y, size, 0, from, to) }
export function square(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.SQUARE, x, y, size, 0, from, to) }
export function sqrt(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.SQRT, x, y, size, 0, from, to) }
export function exp(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.EXP, x, y, size, 0, from, to) }
export function log(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.LOG, x, y, size, 0, from, to) }
export function sigmoid(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.SIGMOID, x, y, size, 0, from, to) }
export function tanh(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.TANH, x, y, size, 0, from, to) }
export function abs(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.ABS, x, y, size, 0, from, to) }
export function elu(x: Address, y: Address, size: i32, from: i32, to: i32): void { unary(Unary.ELU, x, y, size, 0, from, to) }
/** `alpha` times x below zero. */
export function leakyRelu(x: Address, y: Address, size: i32, alpha: f32, from: i32, to: i32): void { unary(Unary.LEAKY_RELU, x, y, size, alpha, from, to) }

// @ts-ignore: decorator
@inline
function binary(
  operation: Binary,
  a: usize,
  b: usize,
  y: usize,
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
  y += (<usize>from * <usize>columns) << 2
  let block = from / rows
  let row = from - block * rows
  for (let unit = from; unit < to; unit++) {
    const p = a + block * blockA + row * rowA
    const q = b + block * blockB + row * rowB
    let offset: usize = 0
    let i = min(columns, size - unit * columns)
    if (repeats == Repeated.NEITHER) {
      for (; i >= 4; i -= 4) {
        v128.store(y + offset, apply(operation, v128.load(p + offset), v128.load(q + offset)))
        offset += 16
      }
      if (i > 0) storeLanes(y + offset, apply(operation, v128.load(p + offset), v128.load(q + offset)), i)
    } else if (repeats == Repeated.A) {
      const value = v128.load32_splat(p)
      for (; i >= 4; i -= 4) {
        v128.store(y + offset, apply(operation, value, v128.load(q + offset)))
        offset += 16
      }
      if (i > 0) storeLanes(y + offset, apply(operation, value, v128.load(q + offset)), i)
    } else {
      const value = v128.load32_splat(q)
      for (; i >= 4; i -= 4) {
        v128.store(y + offset, apply(operation, v128.load(p + offset), value))
        offset += 16
      }
      if (i > 0) storeLanes(y + offset, apply(operation, v128.load(p + offset), value), i)
    }
    y += <usize>columns << 2
    if (++row == rows) {
      row = 0
      block++
    }
  }
}

// @ts-ignore: decorator
@inline
function apply(operation: Binary, a: v128, b: v128): v128 {
  if (operation == Binary.ADD) return f32x4.add(a, b)
  if (operation == Binary.SUBTRACT) return f32x4.sub(a, b)
  if (operation == Binary.MULTIPLY) return f32x4.mul(a, b)
  if (operation == Binary.DIVIDE) return f32x4.div(a, b)
  if (operation == Binary.MAXIMUM) return f32x4.max(a, b)
  if (operation == Binary.MINIMUM) return f32x4.min(a, b)
  return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)))
}

// @ts-ignore: decorator
@inline
function unary(operation: Unary, x: usize, y: usize, size: i32, alpha: f32, from: i32, to: i32): void {
  const start = <usize>(from * BLOCK_ELEMENTS) << 2
  x += start
  y += start
  let i = min(to * BLOCK_ELEMENTS, size) - from * BLOCK_ELEMENTS
  for (; i >= 4; i -= 4) {
    v128.store(y, evaluate(operation, v128.load(x), alpha))
    x += 16
    y += 16
  }
  if (i > 0) storeLanes(y, evaluate(operation, v128.load(x), alpha), i)
}

// @ts-ignore: decorator
@inline
function evaluate(operation: Unary, x: v128, alpha: f32): v128 {
  if (operation == Unary.RELU) return positive(x)
  if (operation == Unary.RELU6) return f32x4.pmin(positive(x), f32x4.splat(6))
  if (operation == Unary.STEP) {
    const value = v128.bitselect(f32x4.splat(1), f32x4.splat(alpha), f32x4.gt(x, f32x4.splat(0)))
    return v128.bitselect(x, value, f32x4.ne(x, x))
  }
  if (operation == Unary.NEGATE) return f32x4.neg(x)
  if (operation == Unary.SQUARE) return f32x4.mul(x, x)
  if (operation == Unary.SQRT) return f32x4.sqrt(x)
  if (operation == Unary.EXP) return exp4(x)
  if (operation == Unary.LOG) return log4(x)
  if (operation == Unary.SIGMOID) return sigmoid4(x)
  if (operation == Unary.TANH) return tanh4(x)
  if (operation == Unary.ABS) return f32x4.abs(x)
  const below = operation == Unary.ELU ? expm14(x) : f32x4.mul(x, f32x4.splat(alpha))
  return v128.bitselect(below, x, f32x4.lt(x, f32x4.splat(0)))
}

/** x above 0, 0 at and below it, NaN for NaN. */
// @ts-ignore: decorator
@inline
function positive(x: v128): v128 {
  return v128.andnot(x, f32x4.le(x, f32x4.splat(0)))
}
