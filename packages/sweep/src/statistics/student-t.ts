import { incompleteBeta } from './incomplete-beta.ts'
import { logGamma } from './log-gamma.ts'

/** How often |T| ≥ |t| for T of Student's distribution: I_{ν / (ν + t²)}(ν / 2, 1 / 2), ν the degrees of freedom. */
export function studentTails(t: number, degrees: number): number {
  const square = t * t
  if (square === Infinity) return 0
  const total = degrees + square
  return incompleteBeta(degrees / total, square / total, degrees / 2, 0.5)
}

/**
 * The value that Student's T stays below with a probability, by Newton's method on {@link studentTails}: they are convex
 * above 0, so that steps from 0 approach the value from below and never pass it.
 *
 * @param probability Above 0 and below 1
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees)
  const tails = 2 * (1 - probability)
  const power = (degrees + 1) / 2
  const logPeak = logGamma(power) - logGamma(degrees / 2) - 0.5 * Math.log(Math.PI * degrees)
  let t = 0
  for (;;) {
    const density = Math.exp(logPeak - power * Math.log1p((t * t) / degrees))
    const step = (studentTails(t, degrees) - tails) / (2 * density)
    if (!(step > 1e-14 * t)) return t
    t += step
  }
}
