import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only } from '../kinds/where.ts'
import type { Where } from '../kinds/where.ts'

/**
 * Freezes variables and their state in later links, in order to fine-tune all other variables.
 *
 *     θₜ = θₜ₋₁      for the variables that `where` selects
 *
 * Frozen variables do not count in the norms and means of later links, so put `freeze` first. It is cheaper to compute
 * no gradients for them, as in `minimize(f, false, variables)`.
 *
 * @param where The variables to freeze
 * @throws {RangeError} If `where` is missing, or is not a regular expression
 * @example
 * const optimizer = toOptimizer(chain(freeze('^conv'), adam()))
 */
export function freeze(where: Where): Rule {
  if (typeof where !== 'string' && typeof where !== 'function') {
    throw new RangeError(
      `\`where\` must be a regular expression or a function of a variable name, got ${String(where)}.`,
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
