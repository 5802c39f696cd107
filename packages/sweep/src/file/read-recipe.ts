import { createPruner, pruners } from '../pruners/create-pruner.ts'
import type { PrunerSpec, PrunerType } from '../pruners/create-pruner.ts'
import { samplers } from '../samplers/create-sampler.ts'
import type { SamplerSpec, SamplerType } from '../samplers/create-sampler.ts'
import { camelCase, checkOptions, snakeCase } from './check-options.ts'
import type { Located, LocatedMap } from './parse-located-yaml.ts'
import {
  checkKeys,
  fail,
  optional,
  readBoolean,
  readInteger,
  readMap,
  readNumber,
  readWord,
  required,
  suggest,
  toPlain,
  withoutAbsent,
} from './read-fields.ts'

/** Samplers by the words of `method`, which are W&B's and the names of our types. */
const methods: Readonly<Record<string, SamplerType>> = {
  bayes: 'tpe',
  ...Object.fromEntries((Object.keys(samplers) as SamplerType[]).map((type) => [type, type])),
}

/** The pruners that `pruner` can name: W&B's own is written as `early_terminate`. */
const prunerTypes = (Object.keys(pruners) as PrunerType[]).filter((type) => type !== 'wandb-hyperband')

/** Reads `method: tpe`. */
export function readMethod(value: Located): SamplerSpec {
  if (value.kind === 'scalar' && value.value === 'custom') {
    fail(
      value.place,
      '`method` custom leaves the choice to a controller of yours: expected a method of its own here.',
    )
  }
  return { type: methods[readWord(value, '`method`', Object.keys(methods))], options: {} }
}

/** Reads `sampler: { type: tpe, … }`. */
export function readSampler(value: Located): SamplerSpec {
  const map = readMap(value, '`sampler`')
  const type = methods[readType(map, '`sampler`', Object.keys(methods))]
  return {
    type,
    options: readOptions(
      map,
      '`sampler`',
      samplers[type].options.filter((name) => name !== 'baseline'),
    ),
  }
}

/** Reads `pruner: { type: median, … }`; patience has a pruner within. */
export function readPruner(value: Located, subject = '`pruner`'): PrunerSpec {
  const map = readMap(value, subject)
  const type = readType(map, subject, prunerTypes)
  const options = readOptions(map, subject, pruners[type].options)
  const inner = map.entries.get('pruner')
  const recipe = {
    type,
    options: inner ? { ...options, pruner: readPruner(inner.value, '`pruner` within `pruner`') } : options,
  }
  checkOptions(map, subject, () => createPruner(recipe))
  return recipe
}

function readType<T extends string>(map: LocatedMap, subject: string, known: readonly T[]): T {
  return readWord(required(map, 'type', subject).value, `\`type\` of ${subject}`, known)
}

/** In camel case, however the file writes them. */
function readOptions(map: LocatedMap, subject: string, known: readonly string[]): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (const [key, entry] of map.entries) {
    const name = camelCase(key)
    if (key === 'type') continue
    if (!known.includes(name)) {
      const expected = known.length === 0 ? 'it has none.' : suggest(key, known.map(snakeCase))
      fail(entry.place, `${subject} has an unknown option \`${key}\`: ${expected}`)
    }
    if (Object.hasOwn(options, name))
      fail(entry.place, `\`${key}\` of ${subject} is there twice, in two ways of writing.`)
    options[name] = toPlain(entry.value, `\`${key}\` of ${subject}`)
  }
  return options
}

/**
 * Reads W&B's `early_terminate` of type hyperband, by W&B's own rule: `wandbHyperbandPruner()`. Like W&B, `max_iter` and `s` win
 * over `min_iter`.
 *
 * Source: github.com/wandb/sweeps, src/sweeps/config/schema.json and src/sweeps/hyperband_stopping.py.
 */
export function readEarlyTerminate(value: Located): PrunerSpec {
  const subject = '`early_terminate`'
  const map = readMap(value, subject)
  checkKeys(map, subject, ['type', 'min_iter', 'max_iter', 's', 'eta', 'strict'])
  readWord(required(map, 'type', subject).value, '`type` of `early_terminate`', ['hyperband'])
  const count = (key: string): number | undefined =>
    optional(map, key, (number) => readInteger(number, `\`${key}\` of ${subject}`, 'positive'))
  const [minIter, maxIter, s] = ['min_iter', 'max_iter', 's'].map(count)
  const hasEnd = maxIter !== undefined && s !== undefined
  if (!hasEnd && minIter === undefined) {
    fail(
      map.place,
      `${subject} does not say where to begin: expected \`min_iter\`, or \`max_iter\` and \`s\`.`,
    )
  }
  const recipe: PrunerSpec = {
    type: 'wandb-hyperband',
    options: withoutAbsent({
      ...(hasEnd ? { maxIter, s } : { minIter }),
      eta: optional(map, 'eta', (eta) => readNumber(eta, `\`eta\` of ${subject}`)),
      strict: optional(map, 'strict', (strict) => readBoolean(strict, `\`strict\` of ${subject}`)),
    }),
  }
  checkOptions(map, subject, () => createPruner(recipe))
  return recipe
}
