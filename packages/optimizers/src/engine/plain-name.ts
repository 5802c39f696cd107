import { engine } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'

const SUFFIX = /_\d+$/
const plainNames = new WeakMap<Variable, string>()

/** Gives the name of a variable in its model, which `where` matches. See {@link namePlainly}. */
export function plainName(variable: Variable): string {
  return plainNames.get(variable) ?? variable.name
}

/**
 * Decides what the variables of an optimizer are called in their model, once for each variable.
 *
 * Names of variables are unique in tfjs, so the variables of a second living model get a suffix such as `_1`. The suffix is
 * dropped if the name without it belongs to a variable outside of `variables`, or if all of `variables` have the same
 * suffix, as in a model whose first copy has been disposed. Names that would become equal keep their suffixes.
 */
export function namePlainly(variables: readonly Variable[]): void {
  if (variables.every((variable) => plainNames.has(variable))) return
  const { registeredVariables } = engine()
  const names = new Set(variables.map(({ name }) => name))
  const suffixes = new Set(variables.map(({ name }) => SUFFIX.exec(name)?.[0]))
  const areCopies = variables.length > 1 && suffixes.size === 1 && !suffixes.has(undefined)
  const shortened = variables.map(({ name }) => {
    const short = name.replace(SUFFIX, '')
    return areCopies || (short in registeredVariables && !names.has(short)) ? short : name
  })
  variables.forEach((variable, index) => {
    if (plainNames.has(variable)) return
    const isUnique = shortened.indexOf(shortened[index]) === shortened.lastIndexOf(shortened[index])
    plainNames.set(variable, isUnique ? shortened[index] : variable.name)
  })
}
