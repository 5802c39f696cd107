import { findProblem } from '../parameters/find-problem.ts'
import type { UnconditionalParameter } from '../parameters/parameter.ts'
import type { ParameterSource } from './parameter-source.ts'
import { fail } from './read-fields.ts'

/** What a sweep file calls the fields of a parameter. */
const keys: Readonly<Record<string, string>> = {
  low: 'min',
  high: 'max',
  step: 'q',
  mean: 'mu',
  standardDeviation: 'sigma',
  choices: 'values',
  log: 'distribution',
}

/** Fails if a parameter cannot be, in the words of the file, at the first of its keys that has to do with it. */
export function checkParameter({ name, map }: ParameterSource, parameter: UnconditionalParameter): void {
  const problem = findProblem(parameter)
  if (problem === undefined) return
  const message = problem.replace(/`(\w+)/g, (quoted, field: string) =>
    Object.hasOwn(keys, field) ? `\`${keys[field]}` : quoted,
  )
  const named = Array.from(message.matchAll(/`(\w+)/g), ([, key]) => map.entries.get(key)?.value.place)
  fail(named.find((place) => place !== undefined) ?? map.place, `Parameter "${name}": ${message}`)
}
