import type { TrainOption } from '../options/option-table.ts'
import { choice, isObject, nonNegativeInteger } from '../options/option-types.ts'
import { storedOptions } from '../options/train-config.ts'
import type { TrainConfig } from '../options/train-config.ts'

/** The version of the format of `config.json`. A file without a version is of version 0 and lacks the optional fields. */
export const FORMAT_VERSION = 1

/** The content of `config.json` in a run folder. */
export interface RunConfig {
  readonly formatVersion: number
  /** The time at which the run was started, in ISO 8601. */
  readonly startedAt?: string
  /** The command line, without Node and its options. */
  readonly command?: readonly string[]
  readonly options: TrainConfig
  readonly versions: Readonly<Record<string, string>>
  /** The machine on which the run was started. It affects only the speed. */
  readonly machine?: string
  readonly dataset: {
    readonly name: string
    readonly sha256: Readonly<Record<string, string>>
    /** The path of the data folder relative to the run folder, for a run that is moved together with its data. */
    readonly relativePath?: string
  }
}

/** The values of options in runs that were started before the options existed. */
const earlierValues: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    Object.entries<TrainOption>(storedOptions).flatMap(([name, { earlierValue }]) =>
      earlierValue === undefined ? [] : [[name, earlierValue]],
    ),
  ),
  model: {},
}

interface Check {
  readonly expected: string
  isValid(value: unknown): boolean
}

const text: Check = { expected: 'a string', isValid: (value) => typeof value === 'string' }
const object: Check = { expected: 'an object', isValid: isObject }
const strings: Check = {
  expected: 'an object of strings',
  isValid: (value) => isObject(value) && Object.values(value).every(text.isValid),
}

function optional({ expected, isValid }: Check): Check {
  return { expected, isValid: (value) => value === undefined || isValid(value) }
}

const optionChecks: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(
    Object.entries<TrainOption>(storedOptions).map(([name, option]) => [
      name,
      option.default === undefined ? optional(option.type) : option.type,
    ]),
  ),
  limits: optional(choice(['balanced'])),
  model: object,
  optimizer: {
    expected: 'an object with the name of a rule',
    isValid: (value) => isObject(value) && text.isValid(value['name']),
  },
}

const checks: Readonly<Record<string, Check>> = {
  versions: strings,
  machine: optional(text),
  startedAt: optional(text),
  command: optional({
    expected: 'a list of strings',
    isValid: (value) => Array.isArray(value) && value.every(text.isValid),
  }),
}

/**
 * Parses the `config.json` of a run. A missing option gets the value that runs had before the option existed.
 *
 * @throws {SyntaxError} If the text is not JSON
 * @throws {Error} If the version is later than `FORMAT_VERSION`, or a value is invalid; the message names the key
 */
export function parseRunConfig(json: string): RunConfig {
  const config: unknown = JSON.parse(json)
  if (!isObject(config)) throw new Error(`Expected an object, got ${JSON.stringify(config)}.`)
  const { formatVersion = 0, options, dataset } = config
  check('formatVersion', formatVersion, nonNegativeInteger)
  if (Number(formatVersion) > FORMAT_VERSION) {
    throw new Error(
      `The run was started by a later tunekit: expected formatVersion ${FORMAT_VERSION} or earlier, ` +
        `got ${formatVersion}. Update tunekit.`,
    )
  }
  check('options', options, object)
  const filled: Readonly<Record<string, unknown>> = { ...earlierValues, ...(options as object) }
  for (const [key, expected] of Object.entries(optionChecks)) check(`options.${key}`, filled[key], expected)
  for (const [key, expected] of Object.entries(checks)) check(key, config[key], expected)
  check('dataset', dataset, object)
  const { name, sha256, relativePath } = dataset as Readonly<Record<string, unknown>>
  check('dataset.name', name, text)
  check('dataset.sha256', sha256, strings)
  check('dataset.relativePath', relativePath, optional(text))
  return { ...config, formatVersion, options: filled } as unknown as RunConfig
}

function check(key: string, value: unknown, { expected, isValid }: Check): void {
  if (isValid(value)) return
  throw new Error(`\`${key}\` must be ${expected}, got ${JSON.stringify(value) ?? 'nothing'}.`)
}
