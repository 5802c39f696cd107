import { count } from '../options/check-option.ts'
import { between } from '../numerics/between.ts'
import { checkNotNegative } from './check-number.ts'
import { halfWave } from '../numerics/half-wave.ts'
import type { Schedule } from '../options/schedule.ts'

export interface CosineOptions {
  /** The number at the first step, ≥ 0. */
  readonly from: number
  /** The number from step `steps` on, ≥ 0. Default 0. */
  readonly to?: number
  /** How many steps it takes, a whole number ≥ 1. */
  readonly steps: number
}

/**
 * Half a cosine wave: slow at first, fast in the middle, slow at the end.
 *
 *     ηₜ = to + ½ (from − to) (1 + cos(π t / steps))      until t = steps, then `to`
 *
 * Loshchilov & Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5 with one run,
 * arXiv:1608.03983.
 * Differs from torch's `CosineAnnealingLR`: that one rises again behind the end.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adam({ learningRate: cosine({ from: 1e-3, steps: 10_000 }) }))
 */
export function cosine({ from, to = 0, steps }: CosineOptions): Schedule {
  checkNotNegative('from', from)
  checkNotNegative('to', to)
  count('steps', steps)
  const schedule = (step: number): number => {
    const t = Math.min(step, steps)
    return between(from, to, halfWave(t / steps), halfWave((steps - t) / steps))
  }
  return Object.assign(schedule, { toJSON: () => ({ name: 'cosine', from, to, steps }) })
}
