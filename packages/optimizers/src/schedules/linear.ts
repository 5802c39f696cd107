import { between } from '../numerics/between.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link linear}. */
export interface LinearOptions {
  /** The value at the first step, ≥ 0. */
  readonly from: number
  /** The value from step `steps` onward, ≥ 0. */
  readonly to: number
  /** Number of steps from `from` to `to`, a positive integer. */
  readonly steps: number
}

/**
 * Creates a schedule that follows a straight line from one value to another.
 *
 *     ηₜ = from + (to − from) t / steps      until t = steps, then `to`
 *
 * Equal to optax's `linear_schedule`, and to torch's `LinearLR` with factors from / α and to / α.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(sgd({ learningRate: linear({ from: 0.1, to: 0.001, steps: 10_000 }) }))
 */
export function linear(options: LinearOptions): Schedule {
  const table = { from: fixed(nonNegative()), to: fixed(nonNegative()), steps: positiveInteger() }
  return namedSchedule('linear', options, table, ({ from, to, steps }) => (step) => {
    const t = Math.min(step, steps)
    return between(from, to, t / steps, (steps - t) / steps)
  })
}
