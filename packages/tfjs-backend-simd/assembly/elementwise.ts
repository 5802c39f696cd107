import { Address } from './address'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'
import { exp4, expm14, log4, sigmoid4, tanh4 } from './math'

/** The operand that has a single value for a whole row. */
export const enum Repeated {
  NEITHER,
  A,
  B,
}

/** The operations of {@link binary}. */
export const enum Binary {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  PRELU, // a where a ≥ 0, a · b below
}

/** The operations of {@link map}, constants at every call. */
const enum Unary {
  RELU,
  RELU6,
  STEP, // 1 above 0, `alpha` at and below 0, NaN for NaN
  NEGATE,
  SQUARE,
  SQRT,
  EXP,
  LOG,
  SIGMOID,
  TANH,
  ABS,
  ELU,
  LEAKY_RELU, // x where x ≥ 0, `alpha` · x below
}

/**
 * y = a ∘ b of `size` floats, in rows of `columns` floats (the last row may be shorter), for the rows `from` to `to`. `rows`
 * rows are a block.
 *
 * @param rowA The bytes from a row of a to the next in its block; 0: all rows of a block are the same row
 * @param rowB The same for b
 * @param blockA The bytes from a block of a to the next; 0: all blocks are the same block
 * @param blockB The same for b
 * @param repeats The operand that has a single value for a whole row
 */
export function binary(
  operation: Binary,
  a: Address,
  b: Address,
  y: Address,
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
  // prettier-ignore
  switch (operation) {
    case Binary.ADD: return walk(Binary.ADD, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
    case Binary.SUBTRACT: return walk(Binary.SUBTRACT, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
    case Binary.MULTIPLY: return walk(Binary.MULTIPLY, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
    case Binary.DIVIDE: return walk(Binary.DIVIDE, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
    case Binary.MAXIMUM: return walk(Binary.MAXIMUM, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
    case Binary.MINIMUM: return walk(Binary.MINIMUM, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
    case Binary.PRELU: return walk(Binary.PRELU, a, b, y, size, columns, rows, rowA, rowB, blockA, blockB, repeats, from, to)
  }
}

// Each function of one operand is a separate operation: as a branch of one large function, exp was a fifth slower.

/** y = relu(x) of `size` floats, for the blocks `from` to `to`. */
export function relu(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.RELU, x, y, size, 0, from, to)
}

/** y = relu6(x) of `size` floats, for the blocks `from` to `to`. */
export function relu6(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.RELU6, x, y, size, 0, from, to)
}

/** y = 1 where x > 0, `alpha` where x ≤ 0, NaN for NaN, of `size` floats, for the blocks `from` to `to`. */
export function step(x: Address, y: Address, size: i32, alpha: f32, from: i32, to: i32): void {
  map(Unary.STEP, x, y, size, alpha, from, to)
}

/** y = −x of `size` floats, for the blocks `from` to `to`. */
export function neg(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.NEGATE, x, y, size, 0, from, to)
}

/** y = x² of `size` floats, for the blocks `from` to `to`. */
export function square(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.SQUARE, x, y, size, 0, from, to)
}

/** y = √x of `size` floats, for the blocks `from` to `to`. */
export function sqrt(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.SQRT, x, y, size, 0, from, to)
}

/** y = eˣ of `size` floats, for the blocks `from` to `to`. */
export function exp(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.EXP, x, y, size, 0, from, to)
}

/** y = ln x of `size` floats, for the blocks `from` to `to`. */
export function log(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.LOG, x, y, size, 0, from, to)
}

/** y = sigmoid(x) of `size` floats, for the blocks `from` to `to`. */
export function sigmoid(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.SIGMOID, x, y, size, 0, from, to)
}

/** y = tanh(x) of `size` floats, for the blocks `from` to `to`. */
export function tanh(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.TANH, x, y, size, 0, from, to)
}

/** y = |x| of `size` floats, for the blocks `from` to `to`. */
export function abs(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.ABS, x, y, size, 0, from, to)
}

/** y = elu(x) of `size` floats, for the blocks `from` to `to`. */
export function elu(x: Address, y: Address, size: i32, from: i32, to: i32): void {
  map(Unary.ELU, x, y, size, 0, from, to)
}

/** y = x where x ≥ 0, `alpha` · x below, of `size` floats, for the blocks `from` to `to`. */
export function leakyRelu(x: Address, y: Address, size: i32, alpha: f32, from: i32, to: i32): void {
  map(Unary.LEAKY_RELU, x, y, size, alpha, from, to)
}

/** The walk of {@link binary}, for an operation that is a constant at every call. */
// @inline
function walk(
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
    y += (<usize>columns) << 2
    if (++row == rows) {
      row = 0
      block++
    }
  }
}

// @inline
function apply(operation: Binary, a: v128, b: v128): v128 {
  if (operation == Binary.ADD) return f32x4.add(a, b)
  if (operation == Binary.SUBTRACT) return f32x4.sub(a, b)
  if (operation == Binary.MULTIPLY) return f32x4.mul(a, b)
  if (operation == Binary.DIVIDE) return f32x4.div(a, b)
  if (operation == Binary.MAXIMUM) return f32x4.max(a, b)
  if (operation == Binary.MINIMUM) return f32x4.min(a, b)
  return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)))
}

/** y = f(x), for an operation that is a constant at every call. */
// @inline
function map(operation: Unary, x: usize, y: usize, size: i32, alpha: f32, from: i32, to: i32): void {
  const start = (<usize>(from * BLOCK_ELEMENTS)) << 2
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

// @inline
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

/** x above 0, 0 at and below 0, NaN for NaN. */
// @inline
function positive(x: v128): v128 {
  return v128.andnot(x, f32x4.le(x, f32x4.splat(0)))
}
