/**
 * @file The standard normal distribution: its distribution function Φ, the logarithm of Φ, and their inverses. `erfc` has the rational
 * approximations and ranges of `s_erf.c` of FreeBSD's msun. Differs: the argument is split by rounding to single precision, to keep
 * its square exact.
 *
 * @license
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 */

/** ln √(2π), which makes a normal density integrate to 1. */
export const logRootTwoPi: number = Math.log(2 * Math.PI) / 2

/**
 * Returns the complementary error function: 1 − erf(x) = 2/√π ∫ₓ^∞ exp(−t²) dt, with an error below one unit in the last place. Small
 * values are accurate where `1 - erf(x)` would be 0.
 */
export function erfc(x: number): number {
  const size = Math.abs(x)
  if (size < 0.84375) {
    const y = x * ratio(erfcRatios.nearZero, x * x)
    return x < 0.25 ? 1 - (x + y) : 0.5 - (x - 0.5 + y)
  }
  if (size < 1.25) {
    const y = ratio(erfcRatios.nearOne, size - 1)
    return x > 0 ? 1 - erfAtOne - y : 1 + erfAtOne + y
  }
  if (size < 28) {
    const y = ratio(size < 1 / 0.35 ? erfcRatios.middle : erfcRatios.far, 1 / (x * x))
    const rounded = Math.fround(size)
    const tail =
      (Math.exp(-rounded * rounded - 0.5625) * Math.exp((rounded - size) * (rounded + size) + y)) / size
    return x > 0 ? tail : 2 - tail
  }
  return x > 0 ? 0 : x < 0 ? 2 : NaN
}

/** Returns Φ(x), the probability that a standard normal number is below `x`. Accurate in the left tail down to the smallest doubles. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2)
}

/**
 * Returns Φ⁻¹(p), the quantile of the standard normal distribution, with a relative error of about 1e-15.
 *
 * M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988),
 * 477–484, PPND16: a ratio of polynomials for the middle, one for the tails and one for their far ends.
 *
 * @param p In (0, 1)
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(quantileRatios.middle, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  return Math.sign(q) * (r <= 5 ? ratio(quantileRatios.tail, r - 1.6) : ratio(quantileRatios.far, r - 5))
}

/**
 * Returns ln Φ(x), which is finite and accurate even where Φ(x) underflows.
 *
 * Below −20, it uses the asymptotic series of Abramowitz and Stegun, 26.2.12; above 6, where Φ is nearly 1, it uses −Φ(−x). SciPy's
 * `log_ndtr` has the same cases.
 */
export function logNdtr(x: number): number {
  if (x > 6) return -normalCdf(-x)
  if (x > -20) return Math.log(normalCdf(x))
  const factor = 1 / (x * x)
  let term = 1
  let sum = 1
  for (let order = 1; Math.abs(term) > Number.EPSILON * sum; order += 2) {
    term *= -order * factor
    sum += term
  }
  return -0.5 * x * x - Math.log(-x) - logRootTwoPi + Math.log(sum)
}

/**
 * Returns the x for which ln Φ(x) is `y`, by Newton's method: the inverse of `logNdtr`, as SciPy's `ndtri_exp`. ∞ at 0, −∞ at −∞.
 *
 * @param y At most 0. Close to 0, the root is found in the left tail, at ln(1 − eʸ), where it is well-conditioned
 */
export function ndtriExp(y: number): number {
  if (y >= 0) return Infinity
  if (y === -Infinity) return -Infinity
  return y > -1e-2 ? -leftRoot(Math.log(-Math.expm1(y))) : leftRoot(y)
}

function leftRoot(y: number): number {
  // The tail is about exp(−x²/2) / √(2π). Elsewhere, a logistic curve of the same variance is close to Φ.
  let x = y < -5 ? -Math.sqrt(-2 * (y + logRootTwoPi)) : (-Math.sqrt(3) / Math.PI) * Math.log(Math.expm1(-y))
  for (let round = 0; round < 100; round++) {
    const log = logNdtr(x)
    const change = (log - y) * Math.exp(log + 0.5 * x * x + logRootTwoPi)
    x -= change
    if (Math.abs(change) <= 1e-8 * Math.abs(x)) break
  }
  return x
}

/**
 * Returns ln(Φ(b) − Φ(a)), the logarithm of the probability of an interval. It is finite even far out in a tail.
 *
 * In a tail, it is a difference of logarithms, computed in the left tail, where they are accurate; around 0, it is ln(1 minus both
 * tails). SciPy's `truncnorm` has the same three cases.
 *
 * @param b Above `a`
 */
export function logGaussMass(a: number, b: number): number {
  if (b <= 0) return logDifference(logNdtr(b), logNdtr(a))
  if (a > 0) return logDifference(logNdtr(-a), logNdtr(-b))
  if (a < -9 && b > 9) return 0 // both tails are below 2e-19
  return Math.log1p(-normalCdf(a) - normalCdf(-b))
}

/**
 * Returns the quantile of a standard normal distribution truncated to [a, b].
 *
 * @param u In [0, 1): the probability to the left of the quantile
 * @returns A number in [a, b]
 */
export function truncatedNormalQuantile(u: number, a: number, b: number): number {
  if (u <= 0) return a
  const logMass = logGaussMass(a, b)
  const x =
    a < 0
      ? ndtriExp(logSum(logNdtr(a), Math.log(u) + logMass))
      : -ndtriExp(logSum(logNdtr(-b), Math.log1p(-u) + logMass))
  return Math.min(Math.max(x, a), b)
}

/** Returns ln(e^p − e^q), for p ≥ q. */
function logDifference(p: number, q: number): number {
  return p + Math.log1p(-Math.exp(q - p))
}

/** Returns ln(e^p + e^q). */
function logSum(p: number, q: number): number {
  if (p === q) return p + Math.LN2
  return p > q ? p + Math.log1p(Math.exp(q - p)) : q + Math.log1p(Math.exp(p - q))
}

/** The coefficients of a numerator and a denominator, highest power first. */
type Ratio = readonly [readonly number[], readonly number[]]

function ratio([numerator, denominator]: Ratio, x: number): number {
  return polynomial(numerator, x) / polynomial(denominator, x)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}

/** erf(1), to single precision. */
const erfAtOne = 8.45062911510467529297e-1

const erfcRatios: Readonly<Record<'nearZero' | 'nearOne' | 'middle' | 'far', Ratio>> = {
  nearZero: [
    [
      -2.37630166566501626084e-5, -5.77027029648944159157e-3, -2.84817495755985104766e-2,
      -3.2504210724700149937e-1, 1.28379167095512558561e-1,
    ],
    [
      -3.9602282787753681232e-6, 1.32494738004321644526e-4, 5.08130628187576562776e-3,
      6.50222499887672944485e-2, 3.97917223959155352819e-1, 1,
    ],
  ],
  nearOne: [
    [
      -2.166375594868790843e-3, 3.54783043256182359371e-2, -1.10894694282396677476e-1,
      3.18346619901161753674e-1, -3.72207876035701323847e-1, 4.14856118683748331666e-1,
      -2.36211856075265944077e-3,
    ],
    [
      1.1984499846799107417e-2, 1.36370839120290507362e-2, 1.26171219808761642112e-1,
      7.18286544141962662868e-2, 5.40397917702171048937e-1, 1.06420880400844228286e-1, 1,
    ],
  ],
  middle: [
    [
      -9.81432934416914548592, -8.12874355063065934246e1, -1.84605092906711035994e2,
      -1.62396669462573470355e2, -6.23753324503260060396e1, -1.05586262253232909814e1,
      -6.93858572707181764372e-1, -9.86494403484714822705e-3,
    ],
    [
      -6.04244152148580987438e-2, 6.57024977031928170135, 1.08635005541779435134e2, 4.29008140027567833386e2,
      6.45387271733267880336e2, 4.34565877475229228821e2, 1.376577541435190426e2, 1.96512716674392571292e1, 1,
    ],
  ],
  far: [
    [
      -4.83519191608651397019e2, -1.02509513161107724954e3, -6.37566443368389627722e2,
      -1.60636384855821916062e2, -1.77579549177547519889e1, -7.99283237680523006574e-1,
      -9.86494292470009928597e-3,
    ],
    [
      -2.24409524465858183362e1, 4.74528541206955367215e2, 2.55305040643316442583e3, 3.19985821950859553908e3,
      1.53672958608443695994e3, 3.25792512996573918826e2, 3.03380607434824582924e1, 1,
    ],
  ],
}

const quantileRatios: Readonly<Record<'middle' | 'tail' | 'far', Ratio>> = {
  middle: [
    [
      2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
      1971.5909503065513, 133.14166789178438, 3.3871328727963665,
    ],
    [
      5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
      687.1870074920579, 42.31333070160091, 1,
    ],
  ],
  tail: [
    [
      0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
      5.769497221460691, 4.630337846156546, 1.4234371107496835,
    ],
    [
      1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
      0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
    ],
  ],
  far: [
    [
      2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
      0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
    ],
    [
      2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
      0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
    ],
  ],
}
