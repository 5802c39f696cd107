import { findProblem } from '../parameters/find-problem.ts'
import type { CategoricalParameter, UnconditionalParameter, Value } from '../parameters/parameter.ts'
import { failAtKey } from './check-options.ts'
import type { ParameterSource } from './parameter-source.ts'
import {
  checkKeys,
  fail,
  listWords,
  optional,
  readInteger,
  readList,
  readNumber,
  readValue,
  readWord,
  required,
  suggest,
} from './read-fields.ts'
import { readFloats, type WholeFloats } from './read-floats.ts'
import { logMultiples, multiples, readStep } from './read-multiples.ts'
import { readExponents, readRange, type Range } from './read-range.ts'

/** A parameter of a sweep file. */
export interface ReadDistribution {
  readonly parameter: UnconditionalParameter
  /** The integers among its values that are floats. */
  readonly floats: WholeFloats
}

/**
 * Reads a parameter from W&B's `distribution` and its keys. Without `distribution`: `value` is constant, `values` is
 * categorical, `min` and `max` are int_uniform if both are written as integers, else uniform.
 *
 *     distribution                          becomes
 *     constant                              constant
 *     categorical                           categorical; `probabilities` are scaled to sum to 1
 *     categorical_w_probabilities           the same
 *     int_uniform                           int
 *     uniform                               float
 *     q_uniform                             multiples of q: int with step if q is an integer, else float with step
 *     log_uniform, of exponents             float, log, from e^min to e^max
 *     log_uniform_values                    float, log, from min to max
 *     inv_log_uniform, of exponents         float, log, from e^−max to e^−min
 *     inv_log_uniform_values                float, log, from min to max
 *     q_log_uniform, q_log_uniform_values   q = 1: int, log; else as q_uniform, with a warning
 *     normal, q_normal                      normal; with step q
 *     log_normal, q_log_normal              normal, log; with step q
 *
 * Sources: https://docs.wandb.ai/models/sweeps/sweep-config-keys; github.com/wandb/sweeps, src/sweeps/params.py (`ppf`)
 * and src/sweeps/config/schema.json.
 *
 * Differs from W&B: a multiple of q never lies outside of min and max (W&B rounds, so 1 to 100 by 8 includes 0), and all
 * multiples are equally likely (W&B's first and last are less likely). Multiples of q that should be uniform in the
 * logarithm are uniform instead. A log-uniform parameter and its inverse are the same.
 */
export function readDistribution(source: ParameterSource): ReadDistribution {
  const { name, map } = source
  const explicit = optional(map, 'distribution', (value) =>
    readWord(value, `\`distribution\` of parameter "${name}"`, distributionNames),
  )
  const distribution = explicit ?? guessDistribution(source)
  const { keys, read } = distributions[distribution]
  for (const [key, { place }] of map.entries) {
    if (!parameterKeys.includes(key)) {
      fail(place, `Parameter "${name}" has an unknown key \`${key}\`: ${suggest(key, parameterKeys)}`)
    }
    if (!keys.includes(key) && key !== 'distribution' && key !== 'when') {
      fail(
        place,
        `Parameter "${name}" is ${distribution}, which has no \`${key}\`: expected ${listWords(keys)}.`,
      )
    }
  }
  const parameter = read(source)
  const problem = findProblem(parameter)
  if (problem !== undefined) {
    failAtKey(map, `Parameter "${name}"`, problem, (field) =>
      Object.hasOwn(keysOfFields, field) ? keysOfFields[field] : field,
    )
  }
  return { parameter, floats: readFloats(source, distribution) }
}

const parameterKeys = [
  ...['values', 'value', 'distribution', 'probabilities', 'min', 'max', 'mu', 'sigma', 'q'],
  ...['parameters', 'when'],
]

/** The keys of a sweep file for the fields of a parameter. */
const keysOfFields: Readonly<Record<string, string>> = {
  low: 'min',
  high: 'max',
  step: 'q',
  mean: 'mu',
  standardDeviation: 'sigma',
  choices: 'values',
  log: 'distribution',
}

type Read = (source: ParameterSource) => UnconditionalParameter

const bounds = ['min', 'max']
const normalKeys = ['mu', 'sigma']
const categoricalKeys = ['values', 'probabilities']

const distributions: Readonly<Record<string, { readonly keys: readonly string[]; readonly read: Read }>> = {
  constant: { keys: ['value'], read: readConstant },
  categorical: { keys: categoricalKeys, read: readCategorical },
  categorical_w_probabilities: { keys: categoricalKeys, read: readCategorical },
  int_uniform: { keys: bounds, read: readIntUniform },
  uniform: { keys: bounds, read: (source) => float(readRange(source), false) },
  q_uniform: { keys: [...bounds, 'q'], read: (source) => multiples(source, readRange(source)) },
  log_uniform: { keys: bounds, read: (source) => float(readExponents(source), true) },
  log_uniform_values: {
    keys: bounds,
    read: (source) => float(readRange(source, { sign: 'positive' }), true),
  },
  inv_log_uniform: { keys: bounds, read: (source) => float(readExponents(source, -1), true) },
  inv_log_uniform_values: {
    keys: bounds,
    read: (source) => float(readRange(source, { sign: 'positive' }), true),
  },
  q_log_uniform: {
    keys: [...bounds, 'q'],
    read: (source) => logMultiples(source, readExponents(source)),
  },
  q_log_uniform_values: {
    keys: [...bounds, 'q'],
    read: (source) => logMultiples(source, readRange(source, { sign: 'positive' })),
  },
  normal: { keys: normalKeys, read: (source) => normal(source, false) },
  q_normal: { keys: [...normalKeys, 'q'], read: (source) => normal(source, false, readStep(source)) },
  log_normal: { keys: normalKeys, read: (source) => normal(source, true) },
  q_log_normal: { keys: [...normalKeys, 'q'], read: (source) => normal(source, true, readStep(source)) },
}
const distributionNames = Object.keys(distributions)

function guessDistribution({ name, map }: ParameterSource): string {
  const has = (key: string): boolean => map.entries.has(key)
  if (has('value') && has('values')) {
    fail(
      map.entries.get('value')!.place,
      `Parameter "${name}" has both \`value\` and \`values\`: expected one of them.`,
    )
  }
  if (has('value')) return 'constant'
  if (has('values')) return 'categorical'
  if (has('min') || has('max')) {
    const written = bounds.map((key) => map.entries.get(key)?.value)
    const integers = written.every(
      (value) =>
        value === undefined || (value.kind === 'scalar' && !value.isFloat && Number.isInteger(value.value)),
    )
    return integers ? 'int_uniform' : 'uniform'
  }
  if (normalKeys.some(has) || has('q')) {
    fail(map.place, `Parameter "${name}" has no \`distribution\`, which \`mu\`, \`sigma\` and \`q\` require.`)
  }
  checkKeys(map, `Parameter "${name}"`, parameterKeys)
  fail(
    map.place,
    `Parameter "${name}" does not define its values: expected \`values\`, \`value\`, or \`min\` and \`max\`.`,
  )
}

function readConstant({ name, map }: ParameterSource): UnconditionalParameter {
  const subject = `\`value\` of parameter "${name}"`
  return { kind: 'constant', value: readValue(required(map, 'value', `Parameter "${name}"`).value, subject) }
}

function readCategorical({ name, map }: ParameterSource): CategoricalParameter {
  const subject = `\`values\` of parameter "${name}"`
  const { items } = readList(required(map, 'values', `Parameter "${name}"`).value, subject)
  const choices: Value[] = []
  for (const item of items) {
    const choice = readValue(item, `A value of parameter "${name}"`)
    if (choices.includes(choice))
      fail(item.place, `${subject} has ${JSON.stringify(choice)} twice. Remove one.`)
    choices.push(choice)
  }
  const probabilities = optional(map, 'probabilities', (value) => {
    const list = readList(value, `\`probabilities\` of parameter "${name}"`)
    const numbers = list.items.map((item) =>
      readNumber(item, `A probability of parameter "${name}"`, 'non-negative'),
    )
    const sum = numbers.reduce((total, number) => total + number, 0)
    if (numbers.length !== choices.length) {
      fail(
        list.place,
        `\`probabilities\` of parameter "${name}" must have one number per value: expected ${choices.length}, ` +
          `got ${numbers.length}.`,
      )
    }
    // The sum may be off by the rounding to two or three decimals: [0.33, 0.33, 0.33].
    if (Math.abs(sum - 1) > 0.011) {
      fail(
        list.place,
        `\`probabilities\` of parameter "${name}" must sum to 1, got ${Number(sum.toPrecision(6))}.`,
      )
    }
    return sum === 1 ? numbers : numbers.map((number) => number / sum)
  })
  return { kind: 'categorical', choices, ...(probabilities && { probabilities }) }
}

function readIntUniform(source: ParameterSource): UnconditionalParameter {
  return { kind: 'int', ...readRange(source, { read: readInteger }), log: false, step: 1 }
}

function float(range: Range, log: boolean): UnconditionalParameter {
  return { kind: 'float', ...range, log }
}

function normal({ name, map }: ParameterSource, log: boolean, step?: number): UnconditionalParameter {
  const mean = optional(map, 'mu', (value) => readNumber(value, `\`mu\` of parameter "${name}"`)) ?? 0
  const standardDeviation =
    optional(map, 'sigma', (value) => readNumber(value, `\`sigma\` of parameter "${name}"`, 'positive')) ?? 1
  return { kind: 'normal', mean, standardDeviation, log, ...(step !== undefined && { step }) }
}
