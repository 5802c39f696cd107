import { erfc } from './erfc.ts'

/** Φ(x): the probability that a standard normal number is below `x`. Exact in its left tail, to where it underflows. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2)
}
