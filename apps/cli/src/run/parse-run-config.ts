import type { TrainConfig } from '../options/train-config.ts'

/** Version of what `config.json` holds. A file without one is of version 0, which lacks what is optional here. */
export const FORMAT_VERSION = 1

/** What `config.json` of a run folder holds. */
export interface RunConfig {
  readonly formatVersion: number
  /** When the run was started, in ISO 8601. */
  readonly startedAt?: string
  /** What started it: the command line without Node and its options. */
  readonly command?: readonly string[]
  readonly options: TrainConfig
  readonly versions: Readonly<Record<string, string>>
  /** What it ran on; nothing but its speed depends on it. */
  readonly machine?: string
  readonly dataset: {
    readonly name: string
    readonly sha256: Readonly<Record<string, string>>
    /** Path of the data from the run folder, of data in a folder: it is found there if both were moved. */
    readonly relativePath?: string
  }
}

/** What options were before they existed, for runs that were started then. */
const defaultsThen: Partial<TrainConfig> = {
  validation: 0,
  splitSeed: 0,
  test: true,
  backend: 'simd',
  model: {},
  evaluationBatchSize: 128,
  checkpointEvery: 1,
}

type Check = readonly [expected: string, isValid: (value: unknown) => boolean]

const text: Check = ['a string', (value) => typeof value === 'string']
const yesOrNo: Check = ['true or false', (value) => typeof value === 'boolean']
const integer: Check = ['an integer', Number.isSafeInteger]
const positiveInteger: Check = [
  'a positive integer',
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
]
const nonNegativeInteger: Check = [
  'a non-negative integer',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
]
const object: Check = ['an object', isObject]
const strings: Check = [
  'an object of strings',
  (value) => isObject(value) && Object.values(value).every((each) => typeof each === 'string'),
]

function oneOf(...choices: readonly string[]): Check {
  return [choices.map((choice) => `"${choice}"`).join(' or '), (value) => choices.includes(value as string)]
}

function optional([expected, isValid]: Check): Check {
  return [expected, (value) => value === undefined || isValid(value)]
}

const optionChecks: Readonly<Record<keyof TrainConfig, Check>> = {
  data: text,
  limitTrain: optional(positiveInteger),
  limitTest: optional(positiveInteger),
  limits: optional(oneOf('balanced')),
  validation: nonNegativeInteger,
  splitSeed: integer,
  evaluateTrain: optional(positiveInteger),
  test: yesOrNo,
  backend: oneOf('simd', 'cpu'),
  model: object,
  optimizer: [
    'an object with the name of a rule',
    (value) => isObject(value) && typeof value['name'] === 'string',
  ],
  batchSize: positiveInteger,
  epochs: nonNegativeInteger,
  seed: integer,
  evaluationBatchSize: positiveInteger,
  checkpointEvery: positiveInteger,
}

const checks: Readonly<Record<string, Check>> = {
  versions: strings,
  machine: optional(text),
  startedAt: optional(text),
  command: optional([
    'a list of strings',
    (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  ]),
}

/**
 * Reads what `config.json` of a run holds. An option that the file lacks gets the value that runs had when it did not
 * exist yet.
 *
 * @throws {Error} If it is not JSON, of a later version, or a value is of the wrong kind; names the key
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
  const filled: Readonly<Record<string, unknown>> = { ...defaultsThen, ...(options as object) }
  for (const [key, expected] of Object.entries(optionChecks)) check(`options.${key}`, filled[key], expected)
  for (const [key, expected] of Object.entries(checks)) check(key, config[key], expected)
  check('dataset', dataset, object)
  const { name, sha256, relativePath } = dataset as Readonly<Record<string, unknown>>
  check('dataset.name', name, text)
  check('dataset.sha256', sha256, strings)
  check('dataset.relativePath', relativePath, optional(text))
  return { ...config, formatVersion, options: filled } as unknown as RunConfig
}

function check(key: string, value: unknown, [expected, isValid]: Check): void {
  if (isValid(value)) return
  throw new Error(`\`${key}\` must be ${expected}, got ${JSON.stringify(value) ?? 'nothing'}.`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
