/** @file Readers of the keys that name a sampler or a pruner. */
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

/** Samplers by the words of `method`: W&B's `bayes` and the types of samplers. */
const methods: Readonly<Record<string, SamplerType>> = {
  bayes: 'tpe',
  ...Object.fromEntries((Object.keys(samplers) as SamplerType[]).map((type) => [type, type])),
}

/** The types of `pruner`. W&B's own pruner is written as `early_terminate`. */
const prunerTypes = (Object.keys(pruners) as PrunerType[]).filter((type) => type !== 'wandb-hyperband')

/** Reads `method: tpe`. */
export function readMethod(value: Located): SamplerSpec {
  if (value.kind === 'scalar' && value.value === 'custom') {
    fail(
      value.place,
      '`method` custom needs a controller of your own, which is not supported: expected another method.',
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

/** Reads `pruner: { type: median, … }`. The pruner patience may contain another one. */
export function readPruner(value: Located, subject = '`pruner`'): PrunerSpec {
  const map = readMap(value, subject)
  const type = readType(map, subject, prunerTypes)
  const options = readOptions(map, subject, pruners[type].options)
  const inner = map.entries.get('pruner')
  const spec = {
    type,
    options: inner ? { ...options, pruner: readPruner(inner.value, '`pruner` within `pruner`') } : options,
  }
  checkOptions(map, subject, () => createPruner(spec))
  return spec
}

function readType<T extends string>(map: LocatedMap, subject: string, known: readonly T[]): T {
  return readWord(required(map, 'type', subject).value, `\`type\` of ${subject}`, known)
}

/** Reads options. Their names become camel case, however the file writes them. */
function readOptions(map: LocatedMap, subject: string, known: readonly string[]): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (const [key, entry] of map.entries) {
    const name = camelCase(key)
    if (key === 'type') continue
    if (!known.includes(name)) {
      const expected = known.length === 0 ? 'expected none.' : suggest(key, known.map(snakeCase))
      fail(entry.place, `${subject} has an unknown option \`${key}\`: ${expected}`)
    }
    if (Object.hasOwn(options, name))
      fail(entry.place, `\`${key}\` of ${subject} appears twice, in two spellings. Remove one of them.`)
    options[name] = toPlain(entry.value, `\`${key}\` of ${subject}`)
  }
  return options
}

/**
 * Reads W&B's `early_terminate` of type hyperband, which becomes `wandbHyperbandPruner()`. As in W&B, `max_iter` and `s` take
 * precedence over `min_iter`.
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
  const isByEnd = maxIter !== undefined && s !== undefined
  if (!isByEnd && minIter === undefined) {
    fail(map.place, `${subject} has no first band: expected \`min_iter\`, or \`max_iter\` and \`s\`.`)
  }
  const spec: PrunerSpec = {
    type: 'wandb-hyperband',
    options: withoutAbsent({
      ...(isByEnd ? { maxIter, s } : { minIter }),
      eta: optional(map, 'eta', (eta) => readNumber(eta, `\`eta\` of ${subject}`)),
      strict: optional(map, 'strict', (strict) => readBoolean(strict, `\`strict\` of ${subject}`)),
    }),
  }
  checkOptions(map, subject, () => createPruner(spec))
  return spec
}
