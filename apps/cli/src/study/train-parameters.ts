import type { Parameter, Space, Value } from '@tunekit/sweep'
import type { SweepFile, SweepMetric } from '@tunekit/sweep/file'
import { say } from '../process/print.ts'
import { optionName, trainArguments } from '../options/train-arguments.ts'
import { parseTrainOptions, trainOptionsCommand } from '../options/train-command.ts'
import { runOptions } from '../options/train-options.ts'
import { UsageError } from '../process/usage-error.ts'

/** What runs are compared by unless the sweep file says otherwise. */
export const tuningMetric: SweepMetric = { name: 'validation.accuracy', direction: 'maximize' }

/** What a run of `tunekit train` can be compared by. */
const trainMetrics = ['train', 'validation', 'test'].flatMap((set) => [`${set}.loss`, `${set}.accuracy`])

/** @throws {UsageError} If runs of `tunekit train` have no such metric */
export function requireTrainMetric({ name }: SweepMetric): void {
  if (trainMetrics.includes(name)) return
  throw new UsageError(
    `A run of \`tunekit train\` has no metric "${name}": expected ${trainMetrics.join(', ')}.`,
  )
}

/** The datasets that parameters name. */
export function dataSources(space: Space): string[] {
  return Object.entries(space).flatMap(([name, parameter]) =>
    optionName(name) === '--data' ? extremeValues(parameter).map(String) : [],
  )
}

/**
 * What is wrong with a parameter of a sweep of `tunekit train`: it has to be an option of it, and the values at its ends and
 * among its choices have to be allowed.
 *
 * @returns A sentence, or undefined if nothing is wrong
 */
export function findTrainProblem(name: string, parameter: Parameter): string | undefined {
  const { options } = trainOptionsCommand()
  if (!options.some(({ long }) => long === optionName(name))) {
    return `Parameter "${name}" is no option of \`tunekit train\`: see \`tunekit train --help\`, or name a \`program\`.`
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

/** Arguments that keep the test set out of the tuning, unless it is what the sweep file asks for. */
export function tuningDefaults({ space }: SweepFile, metric: SweepMetric): string[] {
  if (metric.name.startsWith('test.')) {
    say('The test set chooses here, so that its figures are biased; validation.accuracy would keep it apart.')
    return []
  }
  const isSaid = Object.keys(space).some((name) => optionName(name) === '--validation')
  return [...(isSaid ? [] : ['--validation=5000']), '--no-test']
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
