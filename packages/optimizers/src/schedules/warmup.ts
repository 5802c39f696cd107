import { between } from '../numerics/between.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Hyperparameter, Schedule } from '../options/schedule.ts'
import { asSchedule, namedSchedule } from './named-schedule.ts'

/** Options of {@link warmup}. */
export interface WarmupOptions {
  /** Number of steps of the warm-up, a positive integer. */
  readonly steps: number
  /** The number at the first step, ≥ 0. Default 0. */
  readonly from?: number
}

/**
 * Rises linearly to the first number of a schedule, then follows the schedule.
 *
 *     ηₜ = from + (schedule(0) − from) t / steps      until t = steps
 *     ηₜ = schedule(t − steps)                        after it
 *
 * Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017, section 2.2 ("gradual warmup"),
 * arXiv:1706.02677. With a {@link cosine}, equal to optax's `warmup_cosine_decay_schedule`, whose `decay_steps` include
 * the warm-up.
 *
 * @param schedule A schedule or a number
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
