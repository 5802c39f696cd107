import { checkNotNegative } from './check-number.ts'
import type { Schedule } from '../options/schedule.ts'

/**
 * The same number at every step: a piece of {@link join}.
 *
 *     ηₜ = value
 *
 * @param value A number ≥ 0
 * @throws {RangeError} If it is out of range
 * @example
 * const learningRate = join({ schedules: [constant(1e-3), cosine({ from: 1e-3, steps: 9000 })], boundaries: [1000] })
 */
export function constant(value: number): Schedule {
  checkNotNegative('value', value)
  return Object.assign(() => value, { toJSON: () => ({ name: 'constant', value }) })
}
