import { storeLanes } from './lanes'
import { exp4, log4, sigmoid4, tanh4 } from './math'

const SPLAT_A: usize = memory.data(16, 16)
const SPLAT_B: usize = memory.data(16, 16)

// The operations; the numbers are compile-time constants of `binary` and `unary` below.
const ADD = 0, SUB = 1, MUL = 2, DIV = 3, MAXIMUM = 4, MINIMUM = 5
const RELU = 0, RELU6 = 1, STEP = 2, NEG = 3, SQUARE = 4, SQRT = 5, EXP = 6, LOG = 7, SIGMOID = 8, TANH = 9, ABS = 10

/**
 * y = a ∘ b over `rows` rows of `n` floats. `aRow` and `bRow` are the bytes from one row of the operand to its next
 * (0: the same row again); a `Step` of 16 reads the row along, a step of 0 reads one value for the whole row.
 */
export function add(a: usize, b: usize, y: usize, rows: i32, n: i32, aRow: usize, bRow: usize, aStep: usize, bStep: usize): void {
  binary(ADD, a, b, y, rows, n, aRow, bRow, aStep, bStep)
}
export function sub(a: usize, b: usize, y: usize, rows: i32, n: i32, aRow: usize, bRow: usize, aStep: usize, bStep: usize): void {
  binary(SUB, a, b, y, rows, n, aRow, bRow, aStep, bStep)
}
export function mul(a: usize, b: usize, y: usize, rows: i32, n: i32, aRow: usize, bRow: usize, aStep: usize, bStep: usize): void {
  binary(MUL, a, b, y, rows, n, aRow, bRow, aStep, bStep)
}
export function div(a: usize, b: usize, y: usize, rows: i32, n: i32, aRow: usize, bRow: usize, aStep: usize, bStep: usize): void {
  binary(DIV, a, b, y, rows, n, aRow, bRow, aStep, bStep)
}
export function maximum(a: usize, b: usize, y: usize, rows: i32, n: i32, aRow: usize, bRow: usize, aStep: usize, bStep: usize): void {
  binary(MAXIMUM, a, b, y, rows, n, aRow, bRow, aStep, bStep)
}
export function minimum(a: usize, b: usize, y: usize, rows: i32, n: i32, aRow: usize, bRow: usize, aStep: usize, bStep: usize): void {
  binary(MINIMUM, a, b, y, rows, n, aRow, bRow, aStep, bStep)
}

export function relu(x: usize, y: usize, n: i32): void { unary(RELU, x, y, n, 0) }
export function relu6(x: usize, y: usize, n: i32): void { unary(RELU6, x, y, n, 0) }
/** 1 above 0, `alpha` at and below it, NaN for NaN. */
export function step(x: usize, y: usize, n: i32, alpha: f32): void { unary(STEP, x, y, n, alpha) }
export function neg(x: usize, y: usize, n: i32): void { unary(NEG, x, y, n, 0) }
export function square(x: usize, y: usize, n: i32): void { unary(SQUARE, x, y, n, 0) }
export function sqrt(x: usize, y: usize, n: i32): void { unary(SQRT, x, y, n, 0) }
export function exp(x: usize, y: usize, n: i32): void { unary(EXP, x, y, n, 0) }
export function log(x: usize, y: usize, n: i32): void { unary(LOG, x, y, n, 0) }
export function sigmoid(x: usize, y: usize, n: i32): void { unary(SIGMOID, x, y, n, 0) }
export function tanh(x: usize, y: usize, n: i32): void { unary(TANH, x, y, n, 0) }
export function abs(x: usize, y: usize, n: i32): void { unary(ABS, x, y, n, 0) }

// @ts-ignore: decorator
@inline
function binary(
  operation: i32,
  a: usize,
  b: usize,
  y: usize,
  rows: i32,
  n: i32,
  aRow: usize,
  bRow: usize,
  aStep: usize,
  bStep: usize,
): void {
  const rowBytes = <usize>n << 2
  for (let row = 0; row < rows; row++) {
    let p = a
    let q = b
    if (aStep == 0) {
      v128.store(SPLAT_A, v128.load32_splat(a))
      p = SPLAT_A
    }
    if (bStep == 0) {
      v128.store(SPLAT_B, v128.load32_splat(b))
      q = SPLAT_B
    }
    let i = n
    for (; i >= 4; i -= 4) {
      v128.store(y, apply(operation, v128.load(p), v128.load(q)))
      p += aStep
      q += bStep
      y += 16
    }
    if (i > 0) {
      storeLanes(y, apply(operation, v128.load(p), v128.load(q)), i)
      y += <usize>i << 2
    }
    a += aRow
    b += bRow
  }
}

// @ts-ignore: decorator
@inline
function apply(operation: i32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b)
  if (operation == SUB) return f32x4.sub(a, b)
  if (operation == MUL) return f32x4.mul(a, b)
  if (operation == DIV) return f32x4.div(a, b)
  if (operation == MAXIMUM) return f32x4.max(a, b)
  return f32x4.min(a, b)
}

// @ts-ignore: decorator
@inline
function unary(operation: i32, x: usize, y: usize, n: i32, alpha: f32): void {
  let i = n
  for (; i >= 4; i -= 4) {
    v128.store(y, evaluate(operation, v128.load(x), alpha))
    x += 16
    y += 16
  }
  if (i > 0) storeLanes(y, evaluate(operation, v128.load(x), alpha), i)
}

// @ts-ignore: decorator
@inline
function evaluate(operation: i32, x: v128, alpha: f32): v128 {
  if (operation == RELU) return f32x4.pmax(x, f32x4.splat(0))
  if (operation == RELU6) return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(6))
  if (operation == STEP) {
    const value = v128.bitselect(f32x4.splat(1), f32x4.splat(alpha), f32x4.gt(x, f32x4.splat(0)))
    return v128.bitselect(x, value, f32x4.ne(x, x))
  }
  if (operation == NEG) return f32x4.neg(x)
  if (operation == SQUARE) return f32x4.mul(x, x)
  if (operation == SQRT) return f32x4.sqrt(x)
  if (operation == EXP) return exp4(x)
  if (operation == LOG) return log4(x)
  if (operation == SIGMOID) return sigmoid4(x)
  if (operation == TANH) return tanh4(x)
  return f32x4.abs(x)
}
