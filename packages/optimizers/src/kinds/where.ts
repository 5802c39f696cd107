import type { Variable } from '@tensorflow/tfjs-core'
import { plainName } from '../engine/plain-name.ts'
import type { Rule, RuleDescription, Step } from '../engine/rule.ts'
import { invalidOption } from '../options/option.ts'
import type { Option } from '../options/option.ts'
import { choice } from './choice.ts'
import { sequence } from './sequence.ts'

/**
 * Selects variables by name: a regular expression, as a string, or a function that returns whether a name is selected.
 * Names are those in the model, such as `conv1.weight`, even in a second copy of the model, where the tfjs name is
 * `conv1.weight_1`.
 */
export type Where = string | ((name: string) => boolean)

/** The option of transforms and rules that can be restricted to some variables. */
export interface WhereOptions {
  /** The variables to which the transform applies, such as `'weight|kernel'`. Default: all. */
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
 * Creates a rule that applies one rule to the variables that `where` selects, and another rule to all others.
 *
 * @param isSuited A further condition on the variables of the first rule. Default: none
 * @throws {RangeError} If a string is not a regular expression, or matches none of the variables of the first step
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

/** Restricts a transform to the variables that `where` selects. */
export function only(where: Where | undefined, transform: Rule): Rule {
  if (where === undefined) return transform
  const { name, transforms, options } = transform
  return choiceWhere({ name, transforms, options }, where, [transform, identity])
}

function matcher(where: Where): (name: string) => boolean {
  if (typeof where === 'function') return where
  const expected = 'a regular expression for variable names'
  if (typeof where !== 'string') throw invalidOption('where', expected, where)
  try {
    const pattern = new RegExp(where)
    return (name) => pattern.test(name)
  } catch {
    throw invalidOption('where', expected, where)
  }
}

/** Rejects a pattern that matches no variable, for example because of a typo, before the optimizer's first step. */
function requireMatch(where: string, accepts: (name: string) => boolean, { step, variables }: Step): void {
  const names = variables.map(plainName)
  if (step > 0 || names.some(accepts)) return
  throw new RangeError(
    `\`where\` must match the name of a trained variable (${names.join(', ')}), got "${where}".`,
  )
}

/**
 * Returns the form of a `where` that options contain: without underscores, which tfjs-layers removes from strings when
 * it loads a model.
 */
function savedWhere(where: Where): Where {
  return typeof where === 'string' ? where.replace(/\\?./gs, hideUnderscore) : where
}

/** Replaces an underscore, with or without a preceding backslash, by its escape sequence. */
function hideUnderscore(part: string): string {
  return part === '_' || part === '\\_' ? '\\x5f' : part
}

const identity = /* @__PURE__ */ sequence({ name: 'identity' }, [])
