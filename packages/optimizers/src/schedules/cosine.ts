import { between } from '../numerics/between.ts'
import { halfWave } from '../numerics/half-wave.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link cosine}. */
export interface CosineOptions {
  /** The value at the first step, ≥ 0. */
  readonly from: number
  /** The value from step `steps` onward, ≥ 0. Default 0. */
  readonly to?: number
  /** Number of steps from `from` to `to`, a positive integer. */
  readonly steps: number
}

/**
 * Creates a schedule that follows half a cosine wave: slow at first, fast in the middle, slow at the end.
 *
 *     ηₜ = to + ½ (from − to) (1 + cos(π t / steps))      until t = steps, then `to`
 *
 * Loshchilov & Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5 with one run,
 * arXiv:1608.03983.
 * Differs from torch's `CosineAnnealingLR`, which rises again after `steps`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adam({ learningRate: cosine({ from: 1e-3, steps: 10_000 }) }))
 */
export function cosine(options: CosineOptions): Schedule {
  const table = { from: fixed(nonNegative()), to: fixed(nonNegative(0)), steps: positiveInteger() }
  return namedSchedule('cosine', options, table, ({ from, to, steps }) => (step) => {
    const t = Math.min(step, steps)
    return between(from, to, halfWave(t / steps), halfWave((steps - t) / steps))
  })
}
