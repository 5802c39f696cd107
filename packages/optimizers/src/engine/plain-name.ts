import { engine } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'

const SUFFIX = /_\d+$/
const plainNames = new WeakMap<Variable, string>()

/** Returns the name of a variable in its model, which `where` matches: see {@link assignPlainNames}. */
export function plainName(variable: Variable): string {
  return plainNames.get(variable) ?? variable.name
}

/**
 * Determines the plain name of each variable: its name in its model, without a suffix that tfjs added. The plain name
 * of a variable never changes.
 *
 * Variable names are unique in tfjs, so the variables of a second copy of a model get a suffix such as `_1`. The suffix
 * is dropped if the name without the suffix belongs to a variable outside `variables`, or if all of `variables` have
 * the same suffix, as after the first copy was disposed. Names that would become equal keep their suffixes.
 */
export function assignPlainNames(variables: readonly Variable[]): void {
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
