import { Address } from './address'
import { BLOCK_ELEMENTS, storeLanes } from './vectors'
import { erf4, expm14, log1p4, softplus4 } from './math'
import { cos4, sin4 } from './trigonometry'

/*
 * Operations that are not worth a loop of their own: they share one that looks at every four floats which it is to do.
 * The numbers are those of src/kernels/rare-elementwise.ts.
 */

const RSQRT = 0, RECIPROCAL = 1, SIGN = 2, FLOOR = 3, CEIL = 4, ROUND = 5, CLIP = 6, EXPM1 = 7, LOG1P = 8, SOFTPLUS = 9
const SIN = 11, COS = 12, ERF = 13
const SQUARED_DIFFERENCE = 0, ELU_GRADIENT = 1, MODULO = 2

/** Operations on integers, by the numbers of src/kernels/elementwise.ts; the one after them is the remainder. */
const ADD = 4, SUBTRACT = 5, MULTIPLY = 6, MAXIMUM = 7, MINIMUM = 8, FLOOR_DIVIDE = 9

/** y = f(x), for the blocks `from` to `to` of `size` floats; `alpha` and `beta` as the operation has it. */
export function rareUnary(x: Address, y: Address, size: i32, operation: i32, alpha: f32, beta: f32, from: i32, to: i32): void {
  const end = min(to * BLOCK_ELEMENTS, size)
  for (let i = from * BLOCK_ELEMENTS; i < end; i += 4) {
    const at = <usize>i << 2
    storeLanes(y + at, evaluate(operation, v128.load(x + at), alpha, beta), end - i)
  }
}

/** y = a ∘ b, for operands that are walked as those of `add` in elementwise.ts. */
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
  repeats: i32,
  operation: i32,
  from: i32,
  to: i32,
): void {
  const aStep: usize = repeats == 1 ? 0 : 16
  const bStep: usize = repeats == 2 ? 0 : 16
  let block = from / rows
  let row = from - block * rows
  for (let i = from; i < to; i++) {
    let p = a + block * blockA + row * rowA
    let q = b + block * blockB + row * rowB
    let target = y + (<usize>(i * columns) << 2)
    for (let left = min(columns, size - i * columns); left > 0; left -= 4) {
      const va = repeats == 1 ? v128.load32_splat(p) : v128.load(p)
      const vb = repeats == 2 ? v128.load32_splat(q) : v128.load(q)
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

// @ts-ignore: decorator
@inline
function evaluate(operation: i32, x: v128, alpha: f32, beta: f32): v128 {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  switch (operation) {
    case RSQRT: return f32x4.div(one, f32x4.sqrt(x))
    case RECIPROCAL: return f32x4.div(one, x)
    // 0 for NaN, as tfjs has it
    case SIGN: return f32x4.sub(v128.and(one, f32x4.gt(x, zero)), v128.and(one, f32x4.lt(x, zero)))
    case FLOOR: return f32x4.floor(x)
    case CEIL: return f32x4.ceil(x)
    case ROUND: return f32x4.nearest(x)
    case CLIP: return f32x4.pmin(f32x4.pmax(x, f32x4.splat(alpha)), f32x4.splat(beta))
    case EXPM1: return expm14(x)
    case LOG1P: return log1p4(x)
    case SOFTPLUS: return softplus4(x)
    case SIN: return sin4(x)
    case COS: return cos4(x)
    case ERF: return erf4(x)
    // the scaled exponential linear unit
    default: return v128.bitselect(
      f32x4.mul(f32x4.splat(alpha), expm14(x)),
      f32x4.mul(f32x4.splat(beta), x),
      f32x4.lt(x, zero),
    )
  }
}

// @ts-ignore: decorator
@inline
function apply(operation: i32, a: v128, b: v128): v128 {
  if (operation == SQUARED_DIFFERENCE) {
    const difference = f32x4.sub(a, b)
    return f32x4.mul(difference, difference)
  }
  // b is what the unit gave, e^x − 1 below zero
  if (operation == ELU_GRADIENT) {
    return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, f32x4.splat(0)))
  }
  if (operation >= ADD) return applyToIntegers(operation, a, b)
  return operation == MODULO ? lanewise(true, a, b) : lanewise(false, a, b)
}

function lanewise(isModulo: bool, a: v128, b: v128): v128 {
  let y = f32x4.splat(lane(isModulo, f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)))
  y = f32x4.replace_lane(y, 1, lane(isModulo, f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)))
  y = f32x4.replace_lane(y, 2, lane(isModulo, f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)))
  return f32x4.replace_lane(y, 3, lane(isModulo, f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)))
}

/** a modulo b, with the sign of b; or a to the power of b, by AssemblyScript's own logarithm and exponential. */
function lane(isModulo: bool, a: f32, b: f32): f32 {
  if (!isModulo) return Mathf.pow(a, b)
  const remainder = <f64>a % <f64>b
  const isSigned = (a < 0 && b < 0) || (a >= 0 && b >= 0)
  return <f32>(isSigned ? remainder : (remainder + b) % b)
}

function applyToIntegers(operation: i32, a: v128, b: v128): v128 {
  switch (operation) {
    case ADD: return i32x4.add(a, b)
    case SUBTRACT: return i32x4.sub(a, b)
    case MAXIMUM: return i32x4.max_s(a, b)
    case MINIMUM: return i32x4.min_s(a, b)
  }
  let y = i32x4.splat(integer(operation, i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)))
  y = i32x4.replace_lane(y, 1, integer(operation, i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)))
  y = i32x4.replace_lane(y, 2, integer(operation, i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)))
  return i32x4.replace_lane(y, 3, integer(operation, i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)))
}

/** As JavaScript computes with numbers and stores them in an Int32Array: modulo 2³², and 0 where there is no number. */
function integer(operation: i32, a: i32, b: i32): i32 {
  if (operation == MULTIPLY) return <i32>(<i64>(<f64>a * <f64>b))
  if (b == 0) return 0
  if (operation == FLOOR_DIVIDE) return <i32>(<i64>floor(<f64>a / <f64>b))
  const remainder = a % b
  return a < 0 == b < 0 ? remainder : (remainder + b) % b
}
