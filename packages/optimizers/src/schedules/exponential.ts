import { power, realPower } from '../numerics/power.ts'
import { fixed, flag, nonNegative, positive, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule, requireAtMost } from './named-schedule.ts'

/** Options of {@link exponential}. */
export interface ExponentialOptions {
  /** The value at the first step, ≥ 0. */
  readonly from: number
  /** The factor per `steps` steps, > 0. */
  readonly rate: number
  /** Number of steps over which the value is multiplied by `rate`, a positive integer. Default 1. */
  readonly steps?: number
  /** Whether the value changes only at every `steps`-th step, instead of at every step. Default false. */
  readonly staircase?: boolean
  /** The lower limit, in [0, from]. Default 0. */
  readonly floor?: number
}

/**
 * Creates a schedule that is multiplied by the same factor at every step. With a `rate` above 1 the value grows, for
 * example to find out which learning rates are too large.
 *
 *     ηₜ = max(from · rate^(t / steps), floor)         ⌊t / steps⌋ with `staircase`
 *
 * Equal to optax's `exponential_decay`, where `floor` is called `end_value`, and to torch's `ExponentialLR`.
 * `ExpDecay(η, decay, decay_step, clip)` of Flux 0.12.4 is
 * `{ from: η, rate: decay, steps: decay_step, staircase: true, floor: clip }`, with one difference: Flux counts steps
 * from 1, so each decrease comes one step earlier.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * // Flux's ExpDecay(0.001, 0.1, 1000, 1e-4)
 * const learningRate = exponential({ from: 1e-3, rate: 0.1, steps: 1000, staircase: true, floor: 1e-4 })
 */
export function exponential(options: ExponentialOptions): Schedule {
  const table = {
    from: fixed(nonNegative()),
    rate: fixed(positive()),
    steps: positiveInteger(1),
    staircase: flag(false),
    floor: fixed(nonNegative(0)),
  }
  return namedSchedule('exponential', options, table, ({ from, rate, steps, staircase, floor }) => {
    requireAtMost('floor', floor, from)
    const factorAt = staircase
      ? (step: number) => power(rate, Math.floor(step / steps))
      : (step: number) => realPower(rate, step / steps)
    return (step) => Math.max(from * factorAt(step), floor)
  })
}
