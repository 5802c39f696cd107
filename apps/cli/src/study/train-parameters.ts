import type { Parameter, Space, Value } from '@tunekit/sweep'
import type { SweepMetric } from '@tunekit/sweep/file'
import { optionName, trainArguments } from '../options/train-arguments.ts'
import { parseTrainOptions, trainOptionsCommand } from '../options/train-command.ts'
import { runOptions } from '../options/train-options.ts'
import { UsageError } from '../process/usage-error.ts'

/** The metric by which runs are compared if the sweep file has no metric. */
export const tuningMetric: SweepMetric = { name: 'validation.accuracy', direction: 'maximize' }

/** The metrics of a run of `tunekit train`. */
const trainMetrics = ['train', 'validation', 'test'].flatMap((set) => [`${set}.loss`, `${set}.accuracy`])

/**
 * Checks that a metric is a metric of `tunekit train`.
 *
 * @param path The sweep file, for the message
 * @throws {UsageError} If it is not
 */
export function requireTrainMetric({ name }: SweepMetric, path: string): void {
  if (trainMetrics.includes(name)) return
  throw new UsageError(
    `${path}: A run of \`tunekit train\` has no metric "${name}": expected one of ${trainMetrics.join(', ')}.`,
  )
}

/** Lists the datasets in the parameters of a study. */
export function dataSources(space: Space): string[] {
  return Object.entries(space).flatMap(([name, parameter]) =>
    optionName(name) === '--data' ? extremeValues(parameter).map(String) : [],
  )
}

/**
 * Checks a parameter of a sweep of `tunekit train`. The parameter must be an option that accepts all its choices or both bounds of its
 * range.
 *
 * @returns A sentence that describes the problem. Undefined if there is none
 */
export function findTrainProblem(name: string, parameter: Parameter): string | undefined {
  const { options } = trainOptionsCommand()
  if (!options.some(({ long }) => long === optionName(name))) {
    return `Parameter "${name}" is not an option of \`tunekit train\`: see \`tunekit train --help\`, or name a \`program\`.`
  }
  if (Object.keys(runOptions).map(optionName).includes(optionName(name))) {
    return `Parameter "${name}" cannot be tuned: the study sets ${optionName(name)} itself.`
  }
  for (const value of extremeValues(parameter)) {
    try {
      parseTrainOptions(trainArguments({ [name]: value }))
    } catch (error) {
      return `Parameter "${name}" does not fit \`tunekit train\`: ${(error as Error).message}`
    }
  }
  return undefined
}

/** Returns the arguments that keep the test set out of every trial, unless the metric is on the test set. */
export function tuningDefaults(space: Space, metric: SweepMetric): string[] {
  if (metric.name.startsWith('test.')) return []
  const isGiven = Object.keys(space).some((name) => optionName(name) === '--validation')
  return [...(isGiven ? [] : ['--validation=5000']), '--no-test']
}

function extremeValues(parameter: Parameter): readonly Value[] {
  switch (parameter.kind) {
    case 'conditional':
      return extremeValues(parameter.parameter)
    case 'categorical':
      return parameter.choices
    case 'constant':
      return [parameter.value]
    case 'normal':
      return []
    default:
      return [parameter.low, parameter.high]
  }
}
