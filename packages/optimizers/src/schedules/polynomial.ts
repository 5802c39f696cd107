import { between } from '../numerics/between.ts'
import { realPower } from '../numerics/power.ts'
import { fixed, nonNegative, positive, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

export interface PolynomialOptions {
  /** The number at the first step, ≥ 0. */
  readonly from: number
  /** The number from step `steps` on, ≥ 0. */
  readonly to: number
  /** How many steps it takes, a whole number ≥ 1. */
  readonly steps: number
  /** How bent the way is, p > 0: above 1 it is steep at first, below 1 at the end. */
  readonly power: number
}

/**
 * A power of what is left of the way.
 *
 *     ηₜ = to + (from − to) (1 − t / steps)ᵖ      until t = steps, then `to`
 *
 * Liu et al., "ParseNet: Looking Wider to See Better", 2015 ("poly"), arXiv:1506.04579. optax's
 * `polynomial_schedule`, Keras's `PolynomialDecay`; torch's `PolynomialLR` with `to` 0.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = polynomial({ from: 1e-2, to: 0, steps: 10_000, power: 0.9 })
 */
export function polynomial(options: PolynomialOptions): Schedule {
  const table = {
    from: fixed(nonNegative()),
    to: fixed(nonNegative()),
    steps: positiveInteger(),
    power: fixed(positive()),
  }
  return namedSchedule('polynomial', options, table, ({ from, to, steps, power }) => (step) => {
    const left = realPower((steps - Math.min(step, steps)) / steps, power)
    return between(from, to, 1 - left, left)
  })
}
