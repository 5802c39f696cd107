import { between } from '../numerics/between.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Hyperparameter, Schedule } from '../options/schedule.ts'
import { asSchedule, namedSchedule } from './named-schedule.ts'

/** Options of {@link warmup}. */
export interface WarmupOptions {
  /** Number of steps of the warm-up, a positive integer. */
  readonly steps: number
  /** The value at the first step, ≥ 0. Default 0. */
  readonly from?: number
}

/**
 * Creates a schedule that rises linearly to the first value of another schedule, then follows the other schedule.
 *
 *     ηₜ = from + (schedule(0) − from) t / steps      until t = steps
 *     ηₜ = schedule(t − steps)                        after that
 *
 * Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017, section 2.2 ("gradual warmup"),
 * arXiv:1706.02677. With a {@link cosine}, equal to optax's `warmup_cosine_decay_schedule`, where `decay_steps`
 * includes the warm-up.
 *
 * @param schedule The schedule, or a constant number, after the warm-up
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
