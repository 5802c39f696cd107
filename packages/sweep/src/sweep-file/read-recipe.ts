import { camelCase, checkRecipe, snakeCase } from './check-recipe.ts'
import { createPruner, prunerOptions } from './create-pruner.ts'
import { samplerOptions } from './create-sampler.ts'
import type { Located, LocatedMap } from './parse-located-yaml.ts'
import {
  checkKeys,
  fail,
  optional,
  readInteger,
  readMap,
  readNumber,
  readWord,
  required,
  suggest,
  toPlain,
} from './read-fields.ts'
import type { PrunerType, Recipe, SamplerType } from './sweep-file.ts'

const samplers: Readonly<Record<string, SamplerType>> = {
  grid: 'grid',
  random: 'random',
  bayes: 'tpe',
  sobol: 'sobol',
  tpe: 'tpe',
  'one-factor-at-a-time': 'one-factor-at-a-time',
  'coordinate-descent': 'coordinate-descent',
}

const pruners: readonly PrunerType[] = ['median', 'percentile', 'asha', 'hyperband', 'threshold', 'patience']

/** Reads `method: tpe`. */
export function readMethod(value: Located): Recipe<SamplerType> {
  if (value.kind === 'scalar' && value.value === 'custom') {
    fail(
      value.place,
      '`method` custom leaves the choice to a controller of yours: expected a method of its own here.',
    )
  }
  return { type: samplers[readWord(value, '`method`', Object.keys(samplers))], options: {} }
}

/** Reads `sampler: { type: tpe, … }`. */
export function readSampler(value: Located): Recipe<SamplerType> {
  const map = readMap(value, '`sampler`')
  const type = samplers[readType(map, '`sampler`', Object.keys(samplers))]
  return { type, options: readOptions(map, '`sampler`', samplerOptions[type]) }
}

/** Reads `pruner: { type: median, … }`; patience has a pruner within. */
export function readPruner(value: Located, subject = '`pruner`'): Recipe<PrunerType> {
  const map = readMap(value, subject)
  const type = readType(map, subject, pruners)
  const options = readOptions(map, subject, prunerOptions[type])
  const inner = map.entries.get('pruner')
  const recipe = {
    type,
    options: inner ? { ...options, pruner: readPruner(inner.value, '`pruner` within `pruner`') } : options,
  }
  checkRecipe(map, subject, () => createPruner(recipe))
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
 * Reads W&B's `early_terminate` of type hyperband, which is one bracket of asynchronous successive halving: the pruner
 * `asha` with `minResource` and `reductionFactor`. `min_iter` is the first rung; `max_iter`
 * and `s` put it at max_iter / eta^s, or the last such from 1 on. `strict` is accepted and means nothing.
 *
 * Source: github.com/wandb/sweeps, src/sweeps/hyperband_stopping.py. Differs: decides at once, not every few minutes.
 */
export function readEarlyTerminate(value: Located): Recipe<PrunerType> {
  const subject = '`early_terminate`'
  const map = readMap(value, subject)
  checkKeys(map, subject, ['type', 'min_iter', 'max_iter', 's', 'eta', 'strict'])
  readWord(required(map, 'type', subject).value, '`type` of `early_terminate`', ['hyperband'])
  const of = (key: string): string => `\`${key}\` of \`early_terminate\``
  const reductionFactor = optional(map, 'eta', (eta) => readNumber(eta, of('eta'), { above: 1 })) ?? 3
  const least = optional(map, 'min_iter', (count) => readInteger(count, of('min_iter'), { atLeast: 1 }))
  const most = optional(map, 'max_iter', (count) => readInteger(count, of('max_iter'), { atLeast: 1 }))
  const rungs = optional(map, 's', (count) => readInteger(count, of('s'), { atLeast: 1 }))
  if (most !== undefined && rungs !== undefined) {
    const minResource = firstRung(most, rungs, reductionFactor)
    if (minResource === undefined) {
      fail(
        map.entries.get('max_iter')!.value.place,
        `${of('max_iter')} must be at least \`eta\` ${reductionFactor}, got ${most}: no rung fits below it.`,
      )
    }
    return { type: 'asha', options: { minResource, reductionFactor } }
  }
  if (least !== undefined) return { type: 'asha', options: { minResource: least, reductionFactor } }
  fail(map.place, `${subject} does not say where to begin: expected \`min_iter\`, or \`max_iter\` and \`s\`.`)
}

function firstRung(most: number, rungs: number, factor: number): number | undefined {
  let first: number | undefined
  for (let rung = 1; rung <= rungs && most / factor ** rung >= 1; rung++)
    first = Math.floor(most / factor ** rung)
  return first
}
