import { isConstant } from '@tunekit/report'
import type { Configuration, Space, StudyTrial } from '@tunekit/sweep'
import { optionName } from '../options/train-arguments.ts'

/** Texts that distinguish the configurations of a study, by name, such as its parameters. All configurations have the same names. */
export type Description = Readonly<Record<string, string>>

/** Describes a configuration by the parameters that can have more than one value. The text of a missing parameter is '–'. */
export function describeConfiguration(space: Space, configuration: Configuration): Description {
  return Object.fromEntries(
    Object.entries(space)
      .filter(([, parameter]) => !isConstant(parameter))
      .map(([name]) => [name, name in configuration ? formatParameter(configuration[name]) : '–']),
  )
}

/** Formats a description as a list: `batch-size 32, l2 0.000001`. */
export function formatDescription(description: Description): string {
  return Object.entries(description)
    .filter(([, text]) => text !== '–')
    .map(([name, text]) => `${name} ${text}`)
    .join(', ')
}

/** Returns the seed of a trial. A parameter named seed overrides the seed of the study. */
export function seedOf({ configuration, seed }: Pick<StudyTrial, 'configuration' | 'seed'>): string {
  const name = Object.keys(configuration).find((each) => optionName(each) === '--seed')
  return String(name === undefined ? seed : configuration[name])
}

function formatParameter(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value)
}
