import { checked } from './find-problem.ts'
import type { ConstantParameter, Value } from './parameter.ts'

/**
 * Always the same: for what belongs to a configuration but is not tuned.
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
