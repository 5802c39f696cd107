import { wrong } from './check-option.ts'
import { choice } from './kinds/choice.ts'
import { sequence } from './kinds/sequence.ts'
import type { Rule } from './rule.ts'

/** Which variables: those whose name a regular expression, given as a string, matches, or a function accepts. */
export type Where = string | ((name: string) => boolean)

export interface WhereOptions {
  /** Which variables it applies to, e.g. `'weight|kernel'`. Default: all. */
  readonly where?: Where
}

/**
 * Makes the test that a {@link Where} stands for.
 *
 * @throws {RangeError} If a string is no regular expression
 */
export function matcher(where: Where): (name: string) => boolean {
  if (typeof where === 'function') return where
  const expected = 'must be a regular expression for names of variables'
  if (typeof where !== 'string') throw wrong('where', expected, where)
  try {
    const pattern = new RegExp(where)
    return (name) => pattern.test(name)
  } catch {
    throw wrong('where', expected, where)
  }
}

/** As it stands among options: tfjs-layers takes underscores out of strings when it loads a model. */
export function savedWhere(where: Where | undefined): Where | undefined {
  return typeof where === 'string' ? where.replace(/\\?./gs, hideUnderscore) : where
}

/** A transform of some variables, which leaves the others alone. */
export function only(where: Where | undefined, transform: Rule): Rule {
  if (where === undefined) return transform
  const matches = matcher(where)
  const { name, transforms } = transform
  const options = { ...transform.options, where: savedWhere(where) }
  return choice({ name, transforms, options }, [transform, identity], (variable) =>
    matches(variable.name) ? 0 : 1,
  )
}

/** Takes one character of a pattern, with the backslash in front of it. */
function hideUnderscore(part: string): string {
  return part === '_' || part === '\\_' ? '\\x5f' : part
}

const identity = /* @__PURE__ */ sequence({ name: 'identity' }, [])
