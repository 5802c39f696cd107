import { fixed, nonNegative } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/**
 * Creates a schedule with the same value at every step, for example as a piece of {@link join}.
 *
 *     ηₜ = value
 *
 * @param value A number ≥ 0
 * @throws {RangeError} If the number is out of range
 * @example
 * const learningRate = join({ schedules: [constant(1e-3), cosine({ from: 1e-3, steps: 9000 })], boundaries: [1000] })
 */
export function constant(value: number): Schedule {
  return namedSchedule(
    'constant',
    { value },
    { value: fixed(nonNegative()) },
    ({ value }) =>
      () =>
        value,
  )
}
