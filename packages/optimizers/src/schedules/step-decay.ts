import { power } from '../numerics/power.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link stepDecay}. */
export interface StepDecayOptions {
  /** The value at the first step, ≥ 0. */
  readonly from: number
  /** The factor of each change, ≥ 0. */
  readonly factor: number
  /** Number of steps from one change to the next, a positive integer. */
  readonly every: number
}

/**
 * Creates a schedule that is multiplied by a factor at every n-th step.
 *
 *     ηₜ = from · factor^⌊t / every⌋
 *
 * Equal to torch's `StepLR`. {@link exponential} with `staircase` is the same, with an optional lower limit.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = stepDecay({ from: 0.1, factor: 0.1, every: 30 * stepsPerEpoch })
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const table = { from: fixed(nonNegative()), factor: fixed(nonNegative()), every: positiveInteger() }
  return namedSchedule('stepDecay', options, table, ({ from, factor, every }) => (step) => {
    return from * power(factor, Math.floor(step / every))
  })
}
