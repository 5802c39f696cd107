import { fixed, nonNegative } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link inverseTime}. */
export interface InverseTimeOptions {
  /** The value at the first step, ≥ 0. */
  readonly from: number
  /** Rate γ ≥ 0 of the decay: at step 1 / γ, the value is half of `from`. */
  readonly rate: number
}

/**
 * Creates a schedule that falls as 1 / t.
 *
 *     ηₜ = from / (1 + γ t)
 *
 * Robbins & Monro, "A Stochastic Approximation Method", 1951, where the step sizes have this form. Equal to Keras's
 * `InverseTimeDecay`.
 * Differs from Flux's `InvDecay(γ)`, which is this schedule with from = 1, except that Flux counts steps from 1: the
 * first factor is 1 / (1 + γ).
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = inverseTime({ from: 0.1, rate: 1e-3 })
 */
export function inverseTime(options: InverseTimeOptions): Schedule {
  const table = { from: fixed(nonNegative()), rate: fixed(nonNegative()) }
  return namedSchedule(
    'inverseTime',
    options,
    table,
    ({ from, rate }) =>
      (step) =>
        from / (1 + rate * step),
  )
}
