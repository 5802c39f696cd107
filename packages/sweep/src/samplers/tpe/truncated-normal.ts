import { inverseLogNormalCdf } from '../../numerics/inverse-log-normal-cdf.ts'
import { logNormalCdf } from '../../numerics/log-normal-cdf.ts'
import { normalCdf } from '../../numerics/normal-cdf.ts'

/**
 * ln(Φ(b) − Φ(a)): the probability of an interval under a standard normal density, finite however far out it lies.
 *
 * In a tail it is a difference of logarithms, in the left one, where they are exact; around 0 it is 1 minus both tails.
 * The same three cases as SciPy's `truncnorm`.
 *
 * @param b Above `a`
 */
export function logNormalMass(a: number, b: number): number {
  if (b <= 0) return logDifference(logNormalCdf(b), logNormalCdf(a))
  if (a > 0) return logDifference(logNormalCdf(-a), logNormalCdf(-b))
  if (a < -9 && b > 9) return 0 // both tails are below 2e-19
  return Math.log1p(-normalCdf(a) - normalCdf(-b))
}

/**
 * The quantile of a standard normal density cut off at `a` and `b`.
 *
 * @param u In [0, 1): the probability to its left
 * @returns In [a, b]
 */
export function truncatedNormalQuantile(u: number, a: number, b: number): number {
  if (u <= 0) return a
  const logMass = logNormalMass(a, b)
  const x =
    a < 0
      ? inverseLogNormalCdf(logSum(logNormalCdf(a), Math.log(u) + logMass))
      : -inverseLogNormalCdf(logSum(logNormalCdf(-b), Math.log1p(-u) + logMass))
  return Math.min(Math.max(x, a), b)
}

/** ln(e^p − e^q), for p ≥ q. */
function logDifference(p: number, q: number): number {
  return p + Math.log1p(-Math.exp(q - p))
}

/** ln(e^p + e^q). */
function logSum(p: number, q: number): number {
  if (p === q) return p + Math.LN2
  return p > q ? p + Math.log1p(Math.exp(q - p)) : q + Math.log1p(Math.exp(p - q))
}
