import { contains, describeParameter } from './contains.ts'
import { describeValue, isObject } from './check.ts'
import { type Configuration, type ConfigurationOf, holds, type Space } from './space.ts'

/**
 * Checks that a configuration is a point of a space: it has a valid value for each parameter that exists there, and no other
 * values. A value that differs from a step only by rounding errors is valid.
 *
 * @param configuration Any value; it may come from JSON
 * @throws {RangeError} If the configuration is not a point of the space. The message names the parameter, its valid values and the
 *   value of the configuration
 *
 * @example
 * checkConfiguration({ rate: float(0, 1) }, { rate: 2 }) // RangeError: "rate" must be a number in [0, 1], got 2.
 */
export function checkConfiguration<S extends Space>(
  space: S,
  configuration: unknown,
): asserts configuration is ConfigurationOf<S> {
  if (!isObject(configuration)) {
    throw new RangeError(`A configuration must be an object of values, got ${describeValue(configuration)}.`)
  }
  const unknown = Object.keys(configuration).find((name) => !Object.hasOwn(space, name))
  if (unknown !== undefined) {
    const names = Object.keys(space).map(describeValue).join(', ')
    throw new RangeError(`"${unknown}" is not in the space: expected ${names}. Remove it.`)
  }
  for (const [name, parameter] of Object.entries(space)) {
    const given = Object.hasOwn(configuration, name)
    const value = configuration[name]
    if (parameter.kind === 'conditional' && !holds(parameter, configuration as Configuration)) {
      if (!given) continue
      throw new RangeError(
        `"${name}" exists only with ${describeCondition(parameter.condition)}, ` +
          `got ${describeValue(value)} without it. Remove "${name}".`,
      )
    }
    const inner = parameter.kind === 'conditional' ? parameter.parameter : parameter
    if (given && contains(inner, value)) continue
    const got = given ? `got ${describeValue(value)}` : 'but it is missing'
    throw new RangeError(`"${name}" must be ${describeParameter(inner)}, ${got}.`)
  }
}

function describeCondition(condition: Readonly<Record<string, readonly unknown[]>>): string {
  return Object.entries(condition)
    .map(([name, allowed]) => `"${name}" ${allowed.map(describeValue).join(' or ')}`)
    .join(' and ')
}
