/*
 * exp, log, tanh and related functions of four floats, from float32 additions, multiplications and bit operations alone, so that every
 * engine gives the same bits. Range reduction and minimax polynomials are those of the Cephes library (S. L. Moshier,
 * single precision: expf, logf, tanhf). Errors against the exact value: exp and log ≤ 1 ULP, tanh and erf ≤ 2 ULP.
 */

// @inline
function splat(value: f32): v128 {
  return f32x4.splat(value)
}

/** p·x + c */
// @inline
function horner(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c))
}

/**
 * eˣ = 2ⁿ·eʳ with n = round(x / ln 2) and |r| ≤ ln 2 / 2; eʳ = 1 + r + r²·p(r).
 *
 * +∞ above ln(2¹²⁸), 0 below the smallest denormal, NaN for NaN.
 */
// @inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, splat(89)), splat(-104.5))
  const n = f32x4.nearest(f32x4.mul(clamped, splat(1.44269504088896341)))
  return scale(f32x4.add(expm1Reduced(clamped, n), splat(1)), i32x4.trunc_sat_f32x4_s(n))
}

/** eˣ − 1 = 2ⁿ·((eʳ − 1) + (1 − 2⁻ⁿ)), as above; without cancellation near 0. −1 where −1 is the nearest float. */
// @inline
export function expm14(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, splat(89)), splat(-20))
  const n = f32x4.nearest(f32x4.mul(clamped, splat(1.44269504088896341)))
  const whole = i32x4.trunc_sat_f32x4_s(n)
  const remainder = f32x4.sub(splat(1), powerOfTwo(i32x4.neg(i32x4.min_s(whole, i32x4.splat(126)))))
  return scale(f32x4.add(expm1Reduced(clamped, n), remainder), whole)
}

/** eʳ − 1 with r = x − n·ln 2. */
// @inline
function expm1Reduced(x: v128, n: v128): v128 {
  // ln 2 in two parts, the first with so few bits that n·part is exact
  let r = f32x4.sub(x, f32x4.mul(n, splat(0.693359375)))
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.1219444e-4)))
  let p = splat(1.98756915e-4)
  p = horner(p, r, 1.3981999507e-3)
  p = horner(p, r, 8.3334519073e-3)
  p = horner(p, r, 4.1665795894e-2)
  p = horner(p, r, 1.6666665459e-1)
  p = horner(p, r, 5.0000001201e-1)
  return f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r)
}

/** y·2ⁿ in two steps, since n reaches 128 and −150, which one exponent does not hold. */
// @inline
function scale(y: v128, n: v128): v128 {
  const first = i32x4.shr_s(n, 1)
  return f32x4.mul(f32x4.mul(y, powerOfTwo(first)), powerOfTwo(i32x4.sub(n, first)))
}

/** 2ⁿ for −126 ≤ n ≤ 127. */
// @inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
}

/**
 * ln x = e·ln 2 + ln m with x = 2ᵉ·m and √½ ≤ m < √2; ln(1 + f) = f − f²/2 + f³·p(f).
 *
 * −∞ for ±0, NaN below 0, +∞ for +∞; denormals are scaled up first.
 */
// @inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, splat(1.17549435e-38))
  const scaled = v128.bitselect(f32x4.mul(x, splat(8388608)), x, tiny)
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(scaled, 23), i32x4.splat(126)))
  e = f32x4.sub(e, v128.and(splat(23), tiny))
  // the mantissa in [½, 1)
  let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000))
  const small = f32x4.lt(m, splat(0.707106781186547524))
  e = f32x4.sub(e, v128.and(splat(1), small))
  m = f32x4.add(f32x4.sub(m, splat(1)), v128.and(m, small))
  const z = f32x4.mul(m, m)
  let p = splat(7.0376836292e-2)
  p = horner(p, m, -1.151461031e-1)
  p = horner(p, m, 1.167699874e-1)
  p = horner(p, m, -1.2420140846e-1)
  p = horner(p, m, 1.4249322787e-1)
  p = horner(p, m, -1.6668057665e-1)
  p = horner(p, m, 2.0000714765e-1)
  p = horner(p, m, -2.4999993993e-1)
  p = horner(p, m, 3.3333331174e-1)
  let y = f32x4.mul(f32x4.mul(p, m), z)
  y = f32x4.add(y, f32x4.mul(e, splat(-2.1219444e-4)))
  y = f32x4.sub(y, f32x4.mul(splat(0.5), z))
  y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, splat(0.693359375)))
  const infinite = f32x4.eq(x, splat(Infinity))
  const zero = f32x4.eq(x, splat(0))
  const invalid = v128.or(f32x4.lt(x, splat(0)), f32x4.ne(x, x))
  y = v128.bitselect(x, y, infinite)
  y = v128.bitselect(splat(-Infinity), y, zero)
  return v128.bitselect(splat(NaN), y, invalid)
}

/** ln(1 + x): the logarithm of the rounded sum w, times x / (w − 1), which corrects the rounding. */
// @inline
export function log1p4(x: v128): v128 {
  const w = f32x4.add(x, splat(1))
  const added = f32x4.sub(w, splat(1))
  const y = f32x4.mul(log4(w), f32x4.div(x, added))
  const isExact = v128.or(f32x4.eq(added, splat(0)), f32x4.eq(x, splat(Infinity)))
  return v128.bitselect(x, y, isExact)
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|) */
// @inline
export function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.max(x, splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(x)))))
}

/** tanh x: an odd polynomial below 0.625, 1 − 2 / (e²ˣ + 1) above; the sign is restored at the end. */
// @inline
export function tanh4(x: v128): v128 {
  const a = f32x4.abs(x)
  const z = f32x4.mul(x, x)
  let p = splat(-5.70498872745e-3)
  p = horner(p, z, 2.06390887954e-2)
  p = horner(p, z, -5.37397155531e-2)
  p = horner(p, z, 1.33314422036e-1)
  p = horner(p, z, -3.33332819422e-1)
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x)
  const e = exp4(f32x4.add(a, a))
  const far = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))))
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)))
  return v128.bitselect(near, signed, f32x4.lt(a, splat(0.625)))
}

/** 1 / (1 + e⁻ˣ) */
// @inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp4(f32x4.neg(x))))
}

/**
 * erf x = 2/√π · ∫₀ˣ e^(−t²) dt: x + x·p(x²) below 0.9277, 1 − e^(a·q(a) − a) with a = |x| above; the sign is restored at the
 * end. p and q are minimax polynomials, fitted in float64 by Lawson's algorithm. For a ≥ 4 the result is 1.
 */
// @inline
export function erf4(x: v128): v128 {
  const z = f32x4.mul(x, x)
  let p = splat(-5.96425263e-4)
  p = horner(p, z, 4.98800399e-3)
  p = horner(p, z, -2.67631244e-2)
  p = horner(p, z, 1.12817213e-1)
  p = horner(p, z, -3.76124859e-1)
  p = horner(p, z, 1.28379151e-1)
  const near = f32x4.add(f32x4.mul(p, x), x)
  const a = f32x4.min(f32x4.abs(x), splat(4))
  let q = splat(2.13726235e-4)
  q = horner(q, a, -3.21281655e-3)
  q = horner(q, a, 2.28830818e-2)
  q = horner(q, a, -1.05251066e-1)
  q = horner(q, a, -6.35726511e-1)
  q = horner(q, a, -1.28511921e-1)
  const far = f32x4.sub(splat(1), exp4(f32x4.sub(f32x4.mul(q, a), a)))
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)))
  return v128.bitselect(near, signed, f32x4.lt(a, splat(0.9277)))
}

/** −1, 0 or 1; of NaN 0, as in tfjs. */
// @inline
export function sign4(x: v128): v128 {
  const one = splat(1)
  const zero = splat(0)
  return f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one))
}
