import { checked } from './find-problem.ts'
import type { ConstantParameter, Value } from './parameter.ts'

/**
 * Defines a parameter that always has the same value: part of a configuration, but not tuned.
 *
 * @param value A string, finite number, boolean or null
 * @throws {RangeError} If it is not such a value
 *
 * @example
 * constant(10)
 */
export function constant<const T extends Value>(value: T): ConstantParameter<T> {
  return checked({ kind: 'constant', value })
}
