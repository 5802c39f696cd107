import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only } from '../kinds/where.ts'
import type { Where } from '../kinds/where.ts'

/**
 * Leaves variables as they are, and what the links behind remember of them: fine-tuning of the others.
 *
 *     θₜ = θₜ₋₁      for the variables that `where` names
 *
 * They do not count in the norms and means of links behind. Stand it first. Variables that get no gradient at all, as
 * with `minimize(f, false, variables)`, cost less.
 *
 * @param where Which variables
 * @throws {RangeError} If there is no `where`, or it is no regular expression
 * @example
 * const optimizer = toOptimizer(chain(freeze('^conv'), adam()))
 */
export function freeze(where: Where): Rule {
  if (typeof where !== 'string' && typeof where !== 'function') {
    throw new RangeError(
      `\`where\` must be a regular expression or a function that says which variables to freeze, got ${String(where)}.`,
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
