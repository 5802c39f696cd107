import { normalCdf } from './normal-cdf.ts'

/** ln √(2π), which makes a normal density integrate to 1. */
export const logRootTwoPi: number = Math.log(2 * Math.PI) / 2

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
