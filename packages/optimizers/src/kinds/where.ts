import type { Variable } from '@tensorflow/tfjs-core'
import { plainName } from '../engine/plain-name.ts'
import type { Rule, RuleDescription, Step } from '../engine/rule.ts'
import { invalidOption } from '../options/option.ts'
import type { Option } from '../options/option.ts'
import { choice } from './choice.ts'
import { sequence } from './sequence.ts'

/**
 * Which variables: those whose name a regular expression, given as a string, matches, or a function accepts. The name is
 * that in the model, `conv1.weight`, also in a second living model, whose variable tfjs has to call `conv1.weight_1`.
 */
export type Where = string | ((name: string) => boolean)

export interface WhereOptions {
  /** Which variables it applies to, e.g. `'weight|kernel'`. Default: all. */
  readonly where?: Where
}

/** Declares an option `where`, which may be absent. */
export function variableNames(): Option<Where, Where | undefined> {
  return {
    initial: undefined,
    resolve(_, where) {
      if (where !== undefined) matcher(where)
      return () => where
    },
  }
}

/**
 * Makes a rule that is one for the variables that `where` names and another for the others.
 *
 * @param isSuited What the variables must be besides. Default: anything
 * @throws {RangeError} If a string is no regular expression, or, at the first step, matches none of the variables
 */
export function choiceWhere(
  description: RuleDescription,
  where: Where,
  [chosen, others]: readonly [Rule, Rule],
  isSuited: (variable: Variable) => boolean = () => true,
): Rule {
  const accepts = matcher(where)
  const options = { ...description.options, where: savedWhere(where) }
  const rule = choice({ ...description, options }, [chosen, others], (variable) =>
    isSuited(variable) && accepts(plainName(variable)) ? 0 : 1,
  )
  return {
    ...rule,
    run(groups, path, step) {
      if (typeof where === 'string') requireMatch(where, accepts, step)
      return rule.run(groups, path, step)
    },
  }
}

/** A transform of some variables, which leaves the others alone. */
export function only(where: Where | undefined, transform: Rule): Rule {
  if (where === undefined) return transform
  const { name, transforms, options } = transform
  return choiceWhere({ name, transforms, options }, where, [transform, identity])
}

function matcher(where: Where): (name: string) => boolean {
  if (typeof where === 'function') return where
  const expected = 'a regular expression for names of variables'
  if (typeof where !== 'string') throw invalidOption('where', expected, where)
  try {
    const pattern = new RegExp(where)
    return (name) => pattern.test(name)
  } catch {
    throw invalidOption('where', expected, where)
  }
}

/** Rejects a pattern that matches nothing, a misspelt one for example, before the optimizer's first step. */
function requireMatch(where: string, accepts: (name: string) => boolean, { step, variables }: Step): void {
  const names = variables.map(plainName)
  if (step > 0 || names.some(accepts)) return
  throw new RangeError(
    `\`where\` must match the name of a trained variable (${names.join(', ')}), got "${where}".`,
  )
}

/** A `where` as it stands among options: tfjs-layers takes underscores out of strings when it loads a model. */
function savedWhere(where: Where): Where {
  return typeof where === 'string' ? where.replace(/\\?./gs, hideUnderscore) : where
}

/** Takes one character of a pattern, with the backslash in front of it. */
function hideUnderscore(part: string): string {
  return part === '_' || part === '\\_' ? '\\x5f' : part
}

const identity = /* @__PURE__ */ sequence({ name: 'identity' }, [])
