import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link inverseSqrt}. */
export interface InverseSqrtOptions {
  /** The largest value, at step `warmup`, ≥ 0. */
  readonly peak: number
  /** Number of steps during which the value rises, a positive integer. */
  readonly warmup: number
}

/**
 * Creates the Transformer's schedule, which rises linearly from 0, then falls as 1 / √t.
 *
 *     ηₜ = peak · t / warmup          until t = warmup
 *     ηₜ = peak · √(warmup / t)       after that
 *
 * Vaswani et al., "Attention Is All You Need", NeurIPS 2017, equation 3 with peak = 1 / √(d_model · warmup),
 * arXiv:1706.03762.
 * Differs from the paper: t is 0 at the first step instead of 1.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = inverseSqrt({ peak: 1e-3, warmup: 4000 })
 */
export function inverseSqrt(options: InverseSqrtOptions): Schedule {
  const table = { peak: fixed(nonNegative()), warmup: positiveInteger() }
  return namedSchedule('inverseSqrt', options, table, ({ peak, warmup }) => (step) => {
    return step < warmup ? peak * (step / warmup) : peak * Math.sqrt(warmup / step)
  })
}
