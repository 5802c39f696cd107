import type { Parameter, Space, Value } from '@tunekit/sweep'
import type { SweepMetric } from '@tunekit/sweep/file'
import { optionName, trainArguments } from '../options/train-arguments.ts'
import { parseTrainOptions, trainOptionsCommand } from '../options/train-command.ts'
import { runOptions } from '../options/train-options.ts'
import { UsageError } from '../process/usage-error.ts'

/** The metric by which runs are compared if the sweep file names none. */
export const tuningMetric: SweepMetric = { name: 'validation.accuracy', direction: 'maximize' }

/** The metrics of a run of `tunekit train`. */
const trainMetrics = ['train', 'validation', 'test'].flatMap((set) => [`${set}.loss`, `${set}.accuracy`])

/**
 * Checks that runs of `tunekit train` have a metric.
 *
 * @throws {UsageError} If they do not
 */
export function requireTrainMetric({ name }: SweepMetric): void {
  if (trainMetrics.includes(name)) return
  throw new UsageError(
    `A run of \`tunekit train\` has no metric "${name}": expected ${trainMetrics.join(', ')}.`,
  )
}

/** Lists the datasets that the parameters of a study name. */
export function dataSources(space: Space): string[] {
  return Object.entries(space).flatMap(([name, parameter]) =>
    optionName(name) === '--data' ? extremeValues(parameter).map(String) : [],
  )
}

/**
 * Checks a parameter of a sweep of `tunekit train`. It must be an option, and the option must accept its choices and the ends of
 * its range.
 *
 * @returns A sentence that states the problem; undefined if there is none
 */
export function findTrainProblem(name: string, parameter: Parameter): string | undefined {
  const { options } = trainOptionsCommand()
  if (!options.some(({ long }) => long === optionName(name))) {
    return `Parameter "${name}" is not an option of \`tunekit train\`: see \`tunekit train --help\`, or name a \`program\`.`
  }
  if (Object.keys(runOptions).map(optionName).includes(optionName(name))) {
    return `Parameter "${name}" cannot be tuned: the study decides ${optionName(name)} itself.`
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

/** Returns arguments of every trial that keep the test set out of the tuning, unless the sweep is about a metric of the test set. */
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
