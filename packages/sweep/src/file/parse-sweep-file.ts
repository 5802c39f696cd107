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
import { readEarlyTerminate, readMethod, readPruner, readSampler } from './read-recipe.ts'
import type { SweepFile, SweepMetric } from './sweep-file.ts'

export interface ParseSweepFileOptions {
  /** What messages begin with. Default `sweep.yaml`. */
  readonly fileName?: string
  /** What trials are compared by if the file has neither `metric` nor a program. Default: nothing. */
  readonly metric?: SweepMetric
  /** What `${envvar:X}` of a command stands for; a variable that is missing is refused. Default: not checked. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /**
   * Of a file without a program, the one name of what several names stand for, such as `learningRate` and
   * `learning-rate`: two parameters of one such name are refused. Default: each name is its own.
   */
  readonly canonicalName?: (name: string) => string
  /** Of a file without a program, what is wrong with a parameter: a sentence, or undefined. Default: nothing. */
  readonly findProblem?: (name: string, parameter: UnconditionalParameter) => string | undefined
}

/** Keys of W&B that mean nothing here. */
const otherKeys = [
  ...['entity', 'project', 'apiVersion', 'kind', 'controller', 'job', 'image_uri', 'scheduler'],
] as const

/** Keys and words of W&B that would change what a sweep does, and that nothing here can. */
const unsupported: Readonly<Record<string, string>> = {
  metrics: 'W&B compares by several `metrics`; here trials are compared by one: expected `metric`.',
}

const keys: readonly string[] = [
  ...[
    'name',
    'description',
    'program',
    'command',
    'method',
    'metric',
    'parameters',
    'early_terminate',
    'run_cap',
  ],
  ...[
    'sampler',
    'pruner',
    'baseline',
    'seed',
    'repeats',
    'seeds',
    'workers',
    'lag',
    'timeout',
    'memory_limit',
  ],
  ...['retry_on_crash', 'retry_on_error'],
  ...otherKeys,
]

/**
 * Parses a sweep file: W&B's sweep YAML, with more that it can say. A file for `wandb sweep` means the same here.
 *
 * As in W&B: `program`, `command`, `name`, `description`, `method` (grid, random, bayes), `metric` (`name`, `goal`,
 * `target`), `parameters` (see {@link readDistribution} for the distributions), `early_terminate`, `run_cap`.
 *
 * More than W&B:
 *
 *     method            also sobol, tpe, one-factor-at-a-time, coordinate-descent
 *     sampler           { type, … } instead of method, with the sampler's options
 *     pruner            { type: median | percentile | asha | hyperband | threshold | patience, … }
 *     baseline          values of parameters: where one-factor-at-a-time and coordinate-descent start
 *     when              of a parameter: it exists only if earlier ones have these values, { optimizer: sgd }
 *     repeats, seeds    trials for each configuration: so many, or with these seeds
 *     seed              of the study
 *     workers           trials at once
 *     lag               how far back a sampler or a pruner looks, hence how many trials it lets run at once
 *     timeout           seconds that a trial may take
 *     memory_limit      that a trial may use: bytes, or with a unit, 512 MB or 2 GiB
 *     retry_on_crash    times that a trial starts again after its process died
 *     retry_on_error    times that a trial starts again after its program failed
 *
 * Differs from W&B:
 * - `bayes` is `tpe` (W&B: a Gaussian process): both learn from what trials came to.
 * - Parameters within `parameters` of another are flattened, with dots: `optimizer.lr`; `nested` remembers which.
 * - YAML is 1.2 (W&B: PyYAML, 1.1), with anchors and `<<`. Thus `1e-3` is a number; PyYAML takes it for text. What 1.1 and
 *   1.2 read differently where a value is expected (`yes`, `off`, `010`, `1_000`, `1:30`) is refused.
 * - Values are text, numbers, booleans or null: a list or mapping is to be written as text.
 * - beta and q_beta are unknown.
 *
 * @throws {SweepFileError} At the first mistake, with its line and column
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
    runCap: optional(map, 'run_cap', (value) => readInteger(value, '`run_cap`', { atLeast: 1 })),
    seed: optional(map, 'seed', (value) => readInteger(value, '`seed`', { atLeast: 0 })),
    ...readRepeats(map),
    workers: optional(map, 'workers', (value) => readInteger(value, '`workers`', { atLeast: 1 })),
    lag: optional(map, 'lag', (value) => readInteger(value, '`lag`', { atLeast: 1 })),
    timeout: optional(map, 'timeout', (value) => readNumber(value, '`timeout`', { above: 0 })),
    memoryLimit: optional(map, 'memory_limit', (value) => readMemory(value, '`memory_limit`')),
    retryOnCrash: optional(map, 'retry_on_crash', (value) =>
      readInteger(value, '`retry_on_crash`', { atLeast: 0 }),
    ),
    retryOnError: optional(map, 'retry_on_error', (value) =>
      readInteger(value, '`retry_on_error`', { atLeast: 0 }),
    ),
    other: withoutAbsent(
      Object.fromEntries(
        otherKeys.map((key) => [key, optional(map, key, (value) => toPlain(value, `\`${key}\``))]),
      ),
    ),
    warnings,
  })
}

/** Fails if there are both keys. */
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

/** Numbers are words, too. */
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
  const repeats = optional(map, 'repeats', (value) => readInteger(value, '`repeats`', { atLeast: 1 }))
  const seeds = optional(map, 'seeds', (value) => {
    const { items } = readList(value, '`seeds`')
    const numbers = items.map((item) => readInteger(item, 'A seed of `seeds`', { atLeast: 0 }))
    const twice = numbers.findIndex((seed, index) => numbers.indexOf(seed) < index)
    if (twice >= 0) fail(items[twice].place, `\`seeds\` has ${numbers[twice]} twice: expected it once.`)
    return numbers
  })
  return { repeats, seeds }
}
