import { between } from '../numerics/between.ts'
import { realPower } from '../numerics/power.ts'
import { fixed, nonNegative, positive, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link polynomial}. */
export interface PolynomialOptions {
  /** The value at the first step, ≥ 0. */
  readonly from: number
  /** The value from step `steps` onward, ≥ 0. */
  readonly to: number
  /** Number of steps from `from` to `to`, a positive integer. */
  readonly steps: number
  /** Power p > 0: the curve is steepest at the start if p is above 1, and at the end if p is below 1. */
  readonly power: number
}

/**
 * Creates a schedule that follows a power of the fraction of steps that are left.
 *
 *     ηₜ = to + (from − to) (1 − t / steps)ᵖ      until t = steps, then `to`
 *
 * Liu et al., "ParseNet: Looking Wider to See Better", 2015 ("poly"), arXiv:1506.04579. Equal to
 * optax's `polynomial_schedule`, to Keras's `PolynomialDecay`, and with `to` 0 to torch's `PolynomialLR`.
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
