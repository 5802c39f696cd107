import { normalCdf } from '../numerics/normal-distribution.ts'
import type {
  FloatParameter,
  IntParameter,
  NormalParameter,
  UnconditionalParameter,
  Value,
} from '../parameters/parameter.ts'
import type { Space } from '../parameters/space.ts'
import { countSteps, stepAt } from '../parameters/steps.ts'
import type { ImportanceColumn, ImportanceTable } from '../statistics/importance-table.ts'
import type { Observation } from './observation.ts'

/**
 * Tabulates the complete observations of a study for `pedAnovaImportance()`: one column per parameter.
 *
 * | parameter         | column                                                                             |
 * | ----------------- | ---------------------------------------------------------------------------------- |
 * | `categorical`     | its choices as categories                                                          |
 * | `float`, `int`    | numbers from `low` to `high`; with a step, one point per step                      |
 * | `float` with `log`| logarithms                                                                         |
 * | `int` with `log`  | logarithms, with ⌈log₂(high − low + 1)⌉ + 1 points                                 |
 * | `normal`          | the probability Φ of a smaller value, from 0 to 1; Optuna has no such parameter    |
 * | `constant`        | a single category                                                                  |
 *
 * The points are the same as in PED-ANOVA of Optuna 5 (optuna/importance/_ped_anova/scott_parzen_estimator.py).
 *
 * @param observations A study's observations or trials. Incomplete observations are omitted
 * @returns A table with one row per complete observation; columns have `undefined` where a parameter does not exist
 *
 * @example
 * pedAnovaImportance(tabulateObservations(space, study.observations()), 'minimize')
 */
export function tabulateObservations(
  space: Space,
  observations: readonly Pick<Observation, 'configuration' | 'state' | 'value'>[],
): ImportanceTable {
  const complete = observations.filter(({ state }) => state === 'complete')
  const columns = Object.entries(space).map(([name, parameter]) => {
    const values = complete.map(({ configuration }) =>
      Object.hasOwn(configuration, name) ? configuration[name] : undefined,
    )
    return [name, columnOf(parameter.kind === 'conditional' ? parameter.parameter : parameter, values)]
  })
  return { columns: Object.fromEntries(columns), values: complete.map(({ value = NaN }) => value) }
}

function columnOf(
  parameter: UnconditionalParameter,
  values: readonly (Value | undefined)[],
): ImportanceColumn {
  switch (parameter.kind) {
    case 'constant':
      return { kind: 'categories', values, categories: [parameter.value] }
    case 'categorical':
      return { kind: 'categories', values, categories: parameter.choices }
    case 'normal':
      return { kind: 'numbers', values: probabilities(parameter, values), low: 0, high: 1 }
    default:
      return numberColumn(parameter, values)
  }
}

function probabilities(
  { mean, standardDeviation, log }: NormalParameter,
  values: readonly (Value | undefined)[],
): (number | undefined)[] {
  return numbers(values, (value) => normalCdf(((log ? Math.log(value) : value) - mean) / standardDeviation))
}

function numberColumn(
  parameter: FloatParameter | IntParameter,
  values: readonly (Value | undefined)[],
): ImportanceColumn {
  const { low, high, log, step } = parameter
  if (log) {
    const points = parameter.kind === 'int' ? Math.ceil(Math.log2(high - low + 1)) + 1 : undefined
    return {
      kind: 'numbers',
      values: numbers(values, Math.log),
      low: Math.log(low),
      high: Math.log(high),
      points,
    }
  }
  if (step === undefined) return { kind: 'numbers', values: numbers(values), low, high }
  const points = countSteps({ low, high, step })
  return {
    kind: 'numbers',
    values: numbers(values),
    low,
    high: stepAt({ low, high, step }, points - 1),
    points,
  }
}

function numbers(
  values: readonly (Value | undefined)[],
  scale: (value: number) => number = (value) => value,
): (number | undefined)[] {
  return values.map((value) => (typeof value === 'number' ? scale(value) : undefined))
}
