import { erfc } from './erfc.ts'

/** ln √(2π). */
export const logRootTwoPi: number = Math.log(2 * Math.PI) / 2

/** Φ(x): the probability that a standard normal number is below `x`. Exact in its left tail, to where it underflows. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2)
}

/**
 * ln Φ(x), finite and exact where Φ(x) itself underflows.
 *
 * Left of −20 it is the asymptotic series of Abramowitz and Stegun, 26.2.12; right of 6, where Φ is nearly 1, it is
 * −Φ(−x). The same cases as SciPy's `log_ndtr`.
 */
export function logNormalCdf(x: number): number {
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
 * The x where ln Φ(x) is `y`, by Newton's method; ±∞ at 0 and −∞.
 *
 * @param y At most 0. Close to 0, the root is sought on the other side, at ln(1 − eʸ), where it is well determined
 */
export function inverseLogNormalCdf(y: number): number {
  if (y >= 0) return Infinity
  if (y === -Infinity) return -Infinity
  return y > -1e-2 ? -leftRoot(Math.log(-Math.expm1(y))) : leftRoot(y)
}

function leftRoot(y: number): number {
  // The tail is about exp(−x²/2) / √(2π); elsewhere a logistic curve of the same variance is close to Φ.
  let x = y < -5 ? -Math.sqrt(-2 * (y + logRootTwoPi)) : (-Math.sqrt(3) / Math.PI) * Math.log(Math.expm1(-y))
  for (let round = 0; round < 100; round++) {
    const log = logNormalCdf(x)
    const change = (log - y) * Math.exp(log + 0.5 * x * x + logRootTwoPi)
    x -= change
    if (Math.abs(change) <= 1e-8 * Math.abs(x)) break
  }
  return x
}
