import { power } from '../numerics/power.ts'
import { fixed, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

export interface StepDecayOptions {
  /** The number at the first step, ≥ 0. */
  readonly from: number
  /** What it is multiplied by, ≥ 0. */
  readonly factor: number
  /** How many steps there are from one change to the next, a whole number ≥ 1. */
  readonly every: number
}

/**
 * Falls by a factor every so many steps.
 *
 *     ηₜ = from · factor^⌊t / every⌋
 *
 * torch's `StepLR`. {@link exponential} with `staircase` is the same, with a floor.
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
