import { count, notNegative } from '../check-option.ts'
import type { Schedule } from './schedule.ts'

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
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adam({ learningRate: cosine({ from: 1e-3, steps: 10_000 }) }))
 */
export function cosine({ from, to = 0, steps }: CosineOptions): Schedule {
  notNegative('from', from)
  notNegative('to', to)
  count('steps', steps)
  const schedule = (step: number): number => {
    const done = Math.min(step / steps, 1)
    return to + ((from - to) * (1 + Math.cos(Math.PI * done))) / 2
  }
  return Object.assign(schedule, { toJSON: () => ({ name: 'cosine', from, to, steps }) })
}
