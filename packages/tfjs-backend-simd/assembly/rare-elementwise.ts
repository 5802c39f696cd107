import { Address } from './address'
import { Repeated } from './elementwise'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'
import { erf4, expm14, log1p4, sign4, softplus4 } from './math'
import { cos4, sin4 } from './trigonometry'

/*
 * Operations that networks rarely use. They share a loop that chooses the operation for every four floats, instead of having a
 * loop each.
 */

/** The operations of {@link rareUnary}. */
export const enum RareUnary {
  RSQRT,
  RECIPROCAL,
  SIGN,
  FLOOR,
  CEIL,
  ROUND,
  CLIP,
  EXPM1,
  LOG1P,
  SOFTPLUS,
  SELU,
  SIN,
  COS,
  ERF,
}

/** The operations of {@link rareBinary}, on floats and, from INTEGER_ADD on, on integers. */
export const enum RareBinary {
  SQUARED_DIFFERENCE,
  ELU_GRADIENT,
  MODULO,
  POWER,
  INTEGER_ADD,
  INTEGER_SUBTRACT,
  INTEGER_MULTIPLY,
  INTEGER_MAXIMUM,
  INTEGER_MINIMUM,
  INTEGER_FLOOR_DIVIDE,
  INTEGER_MODULO,
}

/** y = f(x) of `size` floats, for the blocks `from` to `to`. `alpha` and `beta` are parameters of some operations. */
export function rareUnary(
  x: Address,
  y: Address,
  size: i32,
  operation: RareUnary,
  alpha: f32,
  beta: f32,
  from: i32,
  to: i32,
): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i += 4) {
    const at = (<usize>i) << 2
    storeLanes(y + at, evaluate(operation, v128.load(x + at), alpha, beta), end - i)
  }
}

/** y = a ∘ b, for operands that are walked as by `binary` of elementwise.ts. */
export function rareBinary(
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
  operation: RareBinary,
  from: i32,
  to: i32,
): void {
  const aStep: usize = repeats == Repeated.A ? 0 : 16
  const bStep: usize = repeats == Repeated.B ? 0 : 16
  let block = from / rows
  let row = from - block * rows
  for (let i = from; i < to; i++) {
    let p = a + block * blockA + row * rowA
    let q = b + block * blockB + row * rowB
    let target = y + ((<usize>(i * columns)) << 2)
    for (let left = min(columns, size - i * columns); left > 0; left -= 4) {
      const va = repeats == Repeated.A ? v128.load32_splat(p) : v128.load(p)
      const vb = repeats == Repeated.B ? v128.load32_splat(q) : v128.load(q)
      storeLanes(target, apply(operation, va, vb), left)
      p += aStep
      q += bStep
      target += 16
    }
    if (++row == rows) {
      row = 0
      block++
    }
  }
}

// @inline
function evaluate(operation: RareUnary, x: v128, alpha: f32, beta: f32): v128 {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  switch (operation) {
    case RareUnary.RSQRT:
      return f32x4.div(one, f32x4.sqrt(x))
    case RareUnary.RECIPROCAL:
      return f32x4.div(one, x)
    case RareUnary.SIGN:
      return sign4(x)
    case RareUnary.FLOOR:
      return f32x4.floor(x)
    case RareUnary.CEIL:
      return f32x4.ceil(x)
    case RareUnary.ROUND:
      return f32x4.nearest(x)
    case RareUnary.CLIP:
      return f32x4.pmin(f32x4.pmax(x, f32x4.splat(alpha)), f32x4.splat(beta))
    case RareUnary.EXPM1:
      return expm14(x)
    case RareUnary.LOG1P:
      return log1p4(x)
    case RareUnary.SOFTPLUS:
      return softplus4(x)
    case RareUnary.SIN:
      return sin4(x)
    case RareUnary.COS:
      return cos4(x)
    case RareUnary.ERF:
      return erf4(x)
    // the scaled exponential linear unit
    default:
      return v128.bitselect(
        f32x4.mul(f32x4.splat(alpha), expm14(x)),
        f32x4.mul(f32x4.splat(beta), x),
        f32x4.lt(x, zero),
      )
  }
}

// @inline
function apply(operation: RareBinary, a: v128, b: v128): v128 {
  if (operation == RareBinary.SQUARED_DIFFERENCE) {
    const difference = f32x4.sub(a, b)
    return f32x4.mul(difference, difference)
  }
  // b is the result of the unit: e^x − 1 below zero
  if (operation == RareBinary.ELU_GRADIENT) {
    return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, f32x4.splat(0)))
  }
  if (operation >= RareBinary.INTEGER_ADD) return applyToIntegers(operation, a, b)
  return operation == RareBinary.MODULO ? lanewise(true, a, b) : lanewise(false, a, b)
}

function lanewise(isModulo: bool, a: v128, b: v128): v128 {
  let y = f32x4.splat(lane(isModulo, f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)))
  y = f32x4.replace_lane(y, 1, lane(isModulo, f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)))
  y = f32x4.replace_lane(y, 2, lane(isModulo, f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)))
  return f32x4.replace_lane(y, 3, lane(isModulo, f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)))
}

/** a modulo b, with the sign of b; or a to the power of b, by AssemblyScript's logarithm and exponential. */
function lane(isModulo: bool, a: f32, b: f32): f32 {
  if (!isModulo) return Mathf.pow(a, b)
  const remainder = <f64>a % <f64>b
  const isSigned = (a < 0 && b < 0) || (a >= 0 && b >= 0)
  return <f32>(isSigned ? remainder : (remainder + b) % b)
}

function applyToIntegers(operation: RareBinary, a: v128, b: v128): v128 {
  switch (operation) {
    case RareBinary.INTEGER_ADD:
      return i32x4.add(a, b)
    case RareBinary.INTEGER_SUBTRACT:
      return i32x4.sub(a, b)
    case RareBinary.INTEGER_MAXIMUM:
      return i32x4.max_s(a, b)
    case RareBinary.INTEGER_MINIMUM:
      return i32x4.min_s(a, b)
  }
  let y = i32x4.splat(integer(operation, i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)))
  y = i32x4.replace_lane(y, 1, integer(operation, i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)))
  y = i32x4.replace_lane(y, 2, integer(operation, i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)))
  return i32x4.replace_lane(y, 3, integer(operation, i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)))
}

/** Computes like the stock kernels, which store JavaScript numbers in an Int32Array: modulo 2³², and 0 for NaN and infinities. */
function integer(operation: RareBinary, a: i32, b: i32): i32 {
  if (operation == RareBinary.INTEGER_MULTIPLY) return <i32>(<i64>(<f64>a * <f64>b))
  if (b == 0) return 0
  if (operation == RareBinary.INTEGER_FLOOR_DIVIDE) return <i32>(<i64>floor(<f64>a / <f64>b))
  const remainder = a % b
  return a < 0 == b < 0 ? remainder : (remainder + b) % b
}
