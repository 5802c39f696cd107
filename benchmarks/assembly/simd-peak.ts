/**
 * @file Loops that measure the speed of 128-bit multiply and add: 8 independent sums of products of 4 numbers, as in a matrix
 * product that keeps 2 rows of 4 vectors in registers. src/contestants/simd-peak.ts compiles this file.
 */

/** The steps of a run. Each step has 8 multiply-adds of vectors. The data of all steps fit into the first-level cache. */
const STEPS: usize = 64
/** The bytes of vectors that a step loads. */
const STEP_BYTES: usize = 64
const VECTORS: usize = 8192
const NUMBERS: usize = 32768

/** The number of floating-point operations of a run. */
export const operationsPerRun: i32 = <i32>STEPS * 8 * 4 * 2

/** Multiplies and adds with all operands in registers. */
export function arithmetic(runs: i32): void {
  let a = v128.load32_splat(NUMBERS)
  let b = v128.load32_splat(NUMBERS + 4)
  const x = v128.load(VECTORS)
  const y = v128.load(VECTORS + 16)
  const z = v128.load(VECTORS + 32)
  const w = v128.load(VECTORS + 48)
  let ax = f32x4.splat(0)
  let ay = ax
  let az = ax
  let aw = ax
  let bx = ax
  let by = ax
  let bz = ax
  let bw = ax
  for (; runs != 0; runs--) {
    let position = STEPS * STEP_BYTES
    do {
      ax = multiplyAdd(ax, a, x)
      ay = multiplyAdd(ay, a, y)
      az = multiplyAdd(az, a, z)
      aw = multiplyAdd(aw, a, w)
      bx = multiplyAdd(bx, b, x)
      by = multiplyAdd(by, b, y)
      bz = multiplyAdd(bz, b, z)
      bw = multiplyAdd(bw, b, w)
      // Without this exchange, the compiler would move the products out of the loop.
      const exchanged = a
      a = b
      b = exchanged
      position -= STEP_BYTES
    } while (position != 0)
  }
  store8(ax, ay, az, aw, bx, by, bz, bw)
}

/** Each step loads its operands: 4 vectors and 2 splatted numbers. */
export function withLoads(runs: i32): void {
  let ax = f32x4.splat(0)
  let ay = ax
  let az = ax
  let aw = ax
  let bx = ax
  let by = ax
  let bz = ax
  let bw = ax
  for (; runs != 0; runs--) {
    let position = STEPS * STEP_BYTES
    do {
      const a = v128.load32_splat(position, NUMBERS)
      const b = v128.load32_splat(position, NUMBERS + 4)
      const x = v128.load(position, VECTORS)
      const y = v128.load(position, VECTORS + 16)
      const z = v128.load(position, VECTORS + 32)
      const w = v128.load(position, VECTORS + 48)
      ax = multiplyAdd(ax, a, x)
      ay = multiplyAdd(ay, a, y)
      az = multiplyAdd(az, a, z)
      aw = multiplyAdd(aw, a, w)
      bx = multiplyAdd(bx, b, x)
      by = multiplyAdd(by, b, y)
      bz = multiplyAdd(bz, b, z)
      bw = multiplyAdd(bw, b, w)
      position -= STEP_BYTES
    } while (position != 0)
  }
  store8(ax, ay, az, aw, bx, by, bz, bw)
}

function multiplyAdd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b))
}

/** Keeps the sums, so that the compiler does not drop their computation. */
function store8(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  v128.store(0, a, 0)
  v128.store(0, b, 16)
  v128.store(0, c, 32)
  v128.store(0, d, 48)
  v128.store(0, e, 64)
  v128.store(0, f, 80)
  v128.store(0, g, 96)
  v128.store(0, h, 112)
}
