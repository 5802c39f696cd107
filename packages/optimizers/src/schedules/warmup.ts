import { between } from '../numerics/between.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Hyperparameter, Schedule } from '../options/schedule.ts'
import { asSchedule, namedSchedule } from './named-schedule.ts'

export interface WarmupOptions {
  /** How many steps it takes, a whole number ≥ 1. */
  readonly steps: number
  /** The number at the first step, ≥ 0. Default 0. */
  readonly from?: number
}

/**
 * A straight line up to where a schedule starts, then the schedule.
 *
 *     ηₜ = from + (schedule(0) − from) t / steps      until t = steps
 *     ηₜ = schedule(t − steps)                        after it
 *
 * Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017, section 2.2 ("gradual warmup"),
 * arXiv:1706.02677. optax's `warmup_cosine_decay_schedule` with a {@link cosine}, whose `decay_steps` are those of both.
 *
 * @param schedule A schedule, or a number that stays
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = warmup(cosine({ from: 1e-3, steps: 9000 }), { steps: 1000 })
 */
export function warmup(schedule: Hyperparameter, options: WarmupOptions): Schedule {
  const table = { schedule: nonNegative(), steps: positiveInteger(), from: fixed(nonNegative(0)) }
  return namedSchedule('warmup', { schedule, ...options }, table, ({ schedule, steps, from }) => {
    const after = asSchedule(schedule)
    return (step) =>
      step < steps ? between(from, after(0), step / steps, (steps - step) / steps) : after(step - steps)
  })
}
