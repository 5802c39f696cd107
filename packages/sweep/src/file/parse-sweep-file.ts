import type { UnconditionalParameter } from '../parameters/parameter.ts'
import type { SamplerSpec } from '../samplers/create-sampler.ts'
import { checkWord } from './expand-command.ts'
import { checkFinite, checkLaunch, checkSampler, checkSeeds } from './check-sweep.ts'
import { parseLocatedYaml, type Located, type LocatedMap } from './parse-located-yaml.ts'
import { readBaseline } from './read-baseline.ts'
import { readMemory } from './read-memory.ts'
import {
  checkKeys,
  fail,
  optional,
  readInteger,
  readList,
  readMap,
  readNumber,
  readText,
  required,
  toPlain,
  withoutAbsent,
} from './read-fields.ts'
import { checkMetric, readMetric } from './read-metric.ts'
import { readParameters } from './read-parameters.ts'
import { readEarlyTerminate, readMethod, readPruner, readSampler } from './read-specs.ts'
import type { SweepFile, SweepMetric } from './sweep-file.ts'

/** Options of {@link parseSweepFile}. */
export interface ParseSweepFileOptions {
  /** Name of the file in messages. Default `sweep.yaml`. */
  readonly fileName?: string
  /** The metric of a file that has neither `metric` nor a program. Default none. */
  readonly metric?: SweepMetric
  /** The variables for `${envvar:X}` in a command; a missing variable is an error. Default: variables are not checked. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /**
   * Returns the canonical one of several names for the same parameter, such as `learning-rate` for `learningRate`, in a
   * file without a program. Two parameters with the same canonical name are an error. Default: every name is canonical.
   */
  readonly canonicalName?: (name: string) => string
  /**
   * Returns a sentence if something is wrong with a parameter, else `undefined`, in a file without a program. Default: no
   * such check.
   */
  readonly findProblem?: (name: string, parameter: UnconditionalParameter) => string | undefined
}

/** W&B's keys that have no effect here. */
const ignoredKeys = [
  ...['entity', 'project', 'apiVersion', 'kind', 'controller', 'job', 'image_uri', 'scheduler'],
] as const

/** W&B's keys that would change the sweep but are not supported, with a message. */
const unsupported: Readonly<Record<string, string>> = {
  metrics: '`metrics` is not supported, since trials are compared by a single metric: expected `metric`.',
}

const keys: readonly string[] = [
  ...['name', 'description', 'program', 'command', 'method', 'metric', 'parameters', 'early_terminate'],
  ...['run_cap', 'sampler', 'pruner', 'baseline', 'seed', 'repeats', 'seeds', 'workers', 'lag'],
  ...['timeout', 'memory_limit', 'retry_on_crash', 'retry_on_error'],
  ...ignoredKeys,
]

/**
 * Parses a sweep file: W&B's sweep YAML, with additional keys. A file for `wandb sweep` means the same here.
 *
 * Keys of W&B: `program`, `command`, `name`, `description`, `method` (grid, random, bayes), `metric` (`name`, `goal`,
 * `target`), `parameters` (see {@link readDistribution} for the distributions), `early_terminate`, `run_cap`.
 *
 * Additional keys:
 *
 *     method            also sobol, tpe, one-factor-at-a-time, coordinate-descent
 *     sampler           { type, … } instead of method, with the sampler's options
 *     pruner            { type: median | percentile | asha | hyperband | threshold | patience, … }
 *     baseline          values of parameters at which one-factor-at-a-time and coordinate-descent start
 *     when              of a parameter: the parameter exists only for these values of earlier ones, { optimizer: sgd }
 *     repeats, seeds    number of trials of each configuration, or their seeds
 *     seed              seed of the study
 *     workers           number of trials that run at a time
 *     lag               distance in trials to the latest results that decisions use; also the most trials at a time
 *     timeout           the longest time that a trial may run, in seconds
 *     memory_limit      the most memory that a trial may use: a number of bytes, or a size such as 512 MB or 2 GiB
 *     retry_on_crash    how often a trial is restarted after its process crashed
 *     retry_on_error    how often a trial is restarted after its program failed
 *
 * Differs from W&B:
 * - `bayes` is `tpe` (W&B: a Gaussian process); both learn from the results of trials.
 * - Nested `parameters` are flattened, with dots in their names: `optimizer.lr`. `nested` has the names of the outer ones.
 * - YAML is 1.2 (W&B: PyYAML, 1.1), with anchors and `<<`. So `1e-3` is a number, where PyYAML reads text. A value that
 *   1.1 and 1.2 read differently (`yes`, `off`, `010`, `1_000`, `1:30`) is rejected.
 * - Values are text, numbers, booleans or null. A list or a mapping must be written as text.
 * - The distributions beta and q_beta are not supported.
 *
 * @throws {SweepFileError} At the first error, with its line and column
 *
 * @example
 * const { space, sampler, metric } = parseSweepFile(await readFile('sweep.yaml', 'utf8'), { fileName: 'sweep.yaml' })
 */
export function parseSweepFile(text: string, options: ParseSweepFileOptions = {}): SweepFile {
  const { fileName = 'sweep.yaml' } = options
  const map = readMap(parseLocatedYaml(text, fileName), 'A sweep file')
  for (const [key, { place }] of map.entries) {
    if (Object.hasOwn(unsupported, key)) fail(place, unsupported[key])
  }
  checkKeys(map, 'The sweep', keys)
  const warnings: string[] = []
  const hasProgram = map.entries.has('program') || map.entries.has('command')
  const { canonicalName = String, findProblem = () => undefined } = options
  const { space, nested, floats } = readParameters(required(map, 'parameters', 'The sweep').value, {
    warnings,
    canonicalName: hasProgram ? String : canonicalName,
    findProblem: hasProgram ? () => undefined : findProblem,
  })
  const sampler = readSamplerOrMethod(map)
  if (sampler.type === 'grid') checkFinite(map, space)
  const metric = optional(map, 'metric', readMetric) ?? (hasProgram ? undefined : options.metric)
  const pruner = readPrunerOrEarlyTerminate(map)
  checkMetric(map, sampler, metric)
  const program = optional(map, 'program', (value) => readText(value, '`program`'))
  const baseline = optional(map, 'baseline', (value) => readBaseline(value, space))
  checkLaunch(map, hasProgram, warnings)
  checkSampler(map, { space, sampler, baseline }, warnings)
  checkSeeds(map, space)
  return withoutAbsent({
    name: optional(map, 'name', (value) => readText(value, '`name`')),
    description: optional(map, 'description', (value) => readText(value, '`description`')),
    space,
    nested,
    floats,
    sampler,
    baseline,
    metric,
    pruner,
    program,
    command: optional(map, 'command', (value) =>
      readCommand(value, { program, environment: options.environment }),
    ),
    runCap: optional(map, 'run_cap', (value) => readInteger(value, '`run_cap`', 'positive')),
    seed: optional(map, 'seed', (value) => readInteger(value, '`seed`', 'non-negative')),
    ...readRepeats(map),
    workers: optional(map, 'workers', (value) => readInteger(value, '`workers`', 'positive')),
    lag: optional(map, 'lag', (value) => readInteger(value, '`lag`', 'positive')),
    timeout: optional(map, 'timeout', (value) => readNumber(value, '`timeout`', 'positive')),
    memoryLimit: optional(map, 'memory_limit', (value) => readMemory(value, '`memory_limit`')),
    retryOnCrash: optional(map, 'retry_on_crash', (value) =>
      readInteger(value, '`retry_on_crash`', 'non-negative'),
    ),
    retryOnError: optional(map, 'retry_on_error', (value) =>
      readInteger(value, '`retry_on_error`', 'non-negative'),
    ),
    ignored: withoutAbsent(
      Object.fromEntries(
        ignoredKeys.map((key) => [key, optional(map, key, (value) => toPlain(value, `\`${key}\``))]),
      ),
    ),
    warnings,
  })
}

/** Fails if a mapping has both keys. */
function exclude(map: LocatedMap, key: string, other: string): void {
  const second = map.entries.get(key)
  if (second && map.entries.has(other)) {
    fail(second.place, `The sweep has both \`${other}\` and \`${key}\`: expected one of them.`)
  }
}

function readSamplerOrMethod(map: LocatedMap): SamplerSpec {
  exclude(map, 'sampler', 'method')
  return optional(map, 'sampler', readSampler) ?? readMethod(required(map, 'method', 'The sweep').value)
}

function readPrunerOrEarlyTerminate(map: LocatedMap): SweepFile['pruner'] {
  exclude(map, 'pruner', 'early_terminate')
  return optional(map, 'pruner', readPruner) ?? optional(map, 'early_terminate', readEarlyTerminate)
}

/** Reads a list of words. A number is a word too. */
function readCommand(value: Located, context: Parameters<typeof checkWord>[1]): readonly string[] {
  return readList(value, '`command`').items.map((item) => {
    const word = readText(item, 'A word of `command`')
    try {
      checkWord(word, context)
    } catch (error) {
      fail(item.place, (error as Error).message)
    }
    return word
  })
}

function readRepeats(map: LocatedMap): Pick<SweepFile, 'repeats' | 'seeds'> {
  exclude(map, 'seeds', 'repeats')
  const repeats = optional(map, 'repeats', (value) => readInteger(value, '`repeats`', 'positive'))
  const seeds = optional(map, 'seeds', (value) => {
    const { items } = readList(value, '`seeds`')
    const numbers = items.map((item) => readInteger(item, 'A seed of `seeds`', 'non-negative'))
    const twice = numbers.findIndex((seed, index) => numbers.indexOf(seed) < index)
    if (twice >= 0) fail(items[twice].place, `\`seeds\` has ${numbers[twice]} twice. Remove one.`)
    return numbers
  })
  return { repeats, seeds }
}
