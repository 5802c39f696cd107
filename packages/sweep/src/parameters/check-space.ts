import { contains, describeParameter } from './contains.ts'
import { findProblem } from './find-problem.ts'
import { describeValue, isObject } from './check.ts'
import type { UnconditionalParameter } from './parameter.ts'
import type { Space } from './space.ts'

/**
 * Checks a search space.
 *
 * @param space Any value; it may come from JSON
 * @throws {RangeError} If the value is not a space: no parameters; a parameter of an unknown kind or with unknown options; a list
 *   of choices that is empty or contains a value twice; `low` above `high`; a number that is not finite; `log` with a `low` that is
 *   not positive, or with a `step`; a `step` that exceeds the range; probabilities that do not sum to 1; a condition on a parameter
 *   that does not come earlier, or on a value that the parameter never has. The message names the parameter
 *
 * @example
 * const space = JSON.parse(text)
 * checkSpace(space) // from here on `space` is a Space
 */
export function checkSpace(space: unknown): asserts space is Space {
  if (!isObject(space)) {
    throw new RangeError(`A search space must be an object of parameters, got ${describeValue(space)}.`)
  }
  const names = Object.keys(space)
  if (names.length === 0) throw new RangeError('The search space has no parameters: it needs at least one.')
  const earlier = new Map<string, UnconditionalParameter>()
  for (const name of names) {
    const parameter = space[name]
    const conditional = isObject(parameter) && parameter.kind === 'conditional'
    const inner = conditional ? parameter.parameter : parameter
    if (
      isObject(inner) &&
      inner.kind === 'categorical' &&
      Array.isArray(inner.choices) &&
      !inner.choices.length
    ) {
      throw new RangeError(`Search space "${name}" is empty: a choice needs at least one value.`)
    }
    const problem =
      (name === '__proto__' ? 'a parameter cannot have this name.' : undefined) ??
      (conditional ? findProblemOfCondition(parameter, { earlier, names }) : undefined) ??
      findProblem(inner)
    if (problem !== undefined) throw new RangeError(`Search space "${name}": ${problem}`)
    earlier.set(name, inner as UnconditionalParameter)
  }
}

interface Place {
  readonly earlier: ReadonlyMap<string, UnconditionalParameter>
  readonly names: readonly string[]
}

function findProblemOfCondition(fields: Readonly<Record<string, unknown>>, place: Place): string | undefined {
  const unknown = Object.keys(fields).find((name) => !['kind', 'condition', 'parameter'].includes(name))
  if (unknown !== undefined) return `\`${unknown}\` is an unknown option: expected condition or parameter.`
  const { condition, parameter } = fields
  if (isObject(parameter) && parameter.kind === 'conditional') {
    return 'a condition within a condition: put both into one `condition`; all its entries must hold.'
  }
  if (!isObject(condition)) return `\`condition\` must be an object, got ${describeValue(condition)}.`
  const entries = Object.entries(condition)
  if (entries.length === 0) return '`condition` is empty: name a parameter and its values.'
  for (const [name, allowed] of entries) {
    const problem = findProblemOfAllowed(name, allowed, place)
    if (problem !== undefined) return problem
  }
  return undefined
}

function findProblemOfAllowed(name: string, allowed: unknown, { earlier, names }: Place): string | undefined {
  const parameter = earlier.get(name)
  if (!parameter) {
    return names.includes(name)
      ? `\`condition\` is on "${name}", which does not come earlier. Move this parameter after "${name}".`
      : `\`condition\` is on "${name}", which is not in the space: expected ${names.map(describeValue).join(', ')}.`
  }
  if (!Array.isArray(allowed) || allowed.length === 0) {
    return `\`condition.${name}\` must be a list of at least one value, got ${describeValue(allowed)}.`
  }
  const never = allowed.findIndex((value) => !contains(parameter, value))
  if (never < 0) return undefined
  const values = describeParameter(parameter)
  return `\`condition\` is on "${name}" being ${describeValue(allowed[never])}, but it must be ${values}.`
}
