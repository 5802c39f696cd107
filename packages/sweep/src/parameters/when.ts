import type { ConditionalParameter, UnconditionalParameter, Value } from './parameter.ts'

/**
 * Defines a parameter that exists only if earlier parameters have certain values.
 *
 * @param condition The allowed value, or list of allowed values, of one or more earlier parameters by name. All conditions must hold.
 *   `checkSpace()` checks the names and values, since it sees the whole space
 * @throws {RangeError} If `condition` is empty, or lists no value of a parameter
 *
 * @example
 * const space = {
 *   optimizer: categorical(['sgd', 'adam', 'lion']),
 *   momentum: when({ optimizer: 'sgd' }, float(0, 0.99)),
 *   beta1: when({ optimizer: ['adam', 'lion'] }, float(0.8, 0.99)),
 * }
 */
export function when<P extends UnconditionalParameter>(
  condition: Readonly<Record<string, Value | readonly Value[]>>,
  parameter: P,
): ConditionalParameter<P> {
  const entries = Object.entries(condition).map(
    ([name, allowed]) => [name, [allowed].flat() as Value[]] as const,
  )
  if (entries.length === 0) throw new RangeError('`condition` is empty: name a parameter and its values.')
  const empty = entries.find(([, allowed]) => allowed.length === 0)
  if (empty) throw new RangeError(`\`condition.${empty[0]}\` is empty: a condition needs at least one value.`)
  return { kind: 'conditional', condition: Object.fromEntries(entries), parameter }
}
