import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

export interface InverseSqrtOptions {
  /** The largest number, at step `warmup`, ≥ 0. */
  readonly peak: number
  /** How many steps it rises, a whole number ≥ 1. */
  readonly warmup: number
}

/**
 * The Transformer's schedule: a straight line up from 0, then down as one over the root of the step.
 *
 *     ηₜ = peak · t / warmup          until t = warmup
 *     ηₜ = peak · √(warmup / t)       after it
 *
 * Vaswani et al., "Attention Is All You Need", NeurIPS 2017, equation 3 with peak = 1 / √(d_model · warmup),
 * arXiv:1706.03762.
 * Differs from the paper: t is 0 at the first step here, 1 there.
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
