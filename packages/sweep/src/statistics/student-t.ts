import { incompleteBeta } from './incomplete-beta.ts'
import { logGamma } from './log-gamma.ts'

/**
 * Computes P(|T| ≥ |t|) for T of Student's distribution: I_{ν / (ν + t²)}(ν / 2, 1 / 2).
 *
 * @param degrees Degrees of freedom ν, above 0
 */
export function twoSidedP(t: number, degrees: number): number {
  const square = t * t
  if (square === Infinity) return 0
  const total = degrees + square
  return incompleteBeta(degrees / total, square / total, degrees / 2, 0.5)
}

/**
 * Computes the quantile of Student's distribution by Newton's method on {@link twoSidedP}, which is convex above 0:
 * iterations that start at 0 approach the quantile from below and never pass it.
 *
 * @param probability In (0, 1)
 * @param degrees Degrees of freedom, above 0
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees)
  const target = 2 * (1 - probability)
  const power = (degrees + 1) / 2
  const logPeak = logGamma(power) - logGamma(degrees / 2) - 0.5 * Math.log(Math.PI * degrees)
  let t = 0
  for (;;) {
    const density = Math.exp(logPeak - power * Math.log1p((t * t) / degrees))
    const step = (twoSidedP(t, degrees) - target) / (2 * density)
    if (!(step > 1e-14 * t)) return t
    t += step
  }
}
