import { checked } from './find-problem.ts'
import type { ConstantParameter, Value } from './parameter.ts'

/**
 * Defines a parameter that always has the same value. The value is part of every configuration, but is not tuned.
 *
 * @param value A string, finite number, boolean or null
 * @throws {RangeError} If `value` is anything else
 *
 * @example
 * constant(10)
 */
export function constant<const T extends Value>(value: T): ConstantParameter<T> {
  return checked({ kind: 'constant', value })
}
