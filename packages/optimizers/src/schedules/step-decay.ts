import { power } from '../numerics/power.ts'
import { count } from '../options/check-option.ts'
import { checkNotNegative } from './check-number.ts'
import type { Schedule } from '../options/schedule.ts'

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
export function stepDecay({ from, factor, every }: StepDecayOptions): Schedule {
  checkNotNegative('from', from)
  checkNotNegative('factor', factor)
  count('every', every)
  const schedule = (step: number): number => from * power(factor, Math.floor(step / every))
  return Object.assign(schedule, { toJSON: () => ({ name: 'stepDecay', from, factor, every }) })
}
