import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only } from '../kinds/where.ts'
import type { Where } from '../kinds/where.ts'

/**
 * Keeps variables, and their state in the links after, as they are. For fine-tuning all other variables.
 *
 *     θₜ = θₜ₋₁      for the variables that `where` names
 *
 * Frozen variables do not count in the norms and means of links after, so put `freeze` first. Variables without a gradient,
 * as in `minimize(f, false, variables)`, cost less.
 *
 * @param where The variables to freeze
 * @throws {RangeError} If `where` is missing, or is no regular expression
 * @example
 * const optimizer = toOptimizer(chain(freeze('^conv'), adam()))
 */
export function freeze(where: Where): Rule {
  if (typeof where !== 'string' && typeof where !== 'function') {
    throw new RangeError(
      `\`where\` must be a regular expression or a function that accepts names of variables, got ${String(where)}.`,
    )
  }
  const stop = elementwise({
    name: 'freeze',
    slots: [],
    transforms: 'gradient',
    step: (_, state) => ({ update: undefined, state }),
  })
  return only(where, stop)
}
