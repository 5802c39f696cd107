import type { ConditionalParameter, UnconditionalParameter, Value } from './parameter.ts'

/**
 * A parameter that exists only if earlier ones have certain values.
 *
 * @param condition By the name of an earlier parameter: its value, or a list of values of which it has one. All have to
 *   hold. That the names and values exist is for `checkSpace()` to say, which sees the whole space
 * @throws {RangeError} If there is no condition, or one that no value fulfils
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
