import type { UnconditionalParameter, Value } from '../parameters/parameter.ts'
import type { Configuration } from '../parameters/space.ts'

/** How far from its mean a normal parameter goes in the eyes of Optuna, which has only bounded ones. */
const NORMAL_BOUND = 8

/** A distribution as Optuna writes it into a journal, itself JSON in a string (optuna/distributions.py). */
interface Distribution {
  readonly name: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * The Optuna distribution of a parameter. Constants are categorical with one choice; a normal one becomes a float within
 * 8 standard deviations of its mean.
 */
export function encodeDistribution(parameter: UnconditionalParameter): string {
  return JSON.stringify(distributionOf(parameter))
}

function distributionOf(parameter: UnconditionalParameter): Distribution {
  switch (parameter.kind) {
    case 'categorical':
      return { name: 'CategoricalDistribution', attributes: { choices: parameter.choices } }
    case 'constant':
      return { name: 'CategoricalDistribution', attributes: { choices: [parameter.value] } }
    case 'int': {
      const { low, high, log, step } = parameter
      return { name: 'IntDistribution', attributes: { log, step, low, high } }
    }
    case 'float': {
      const { low, high, log, step = null } = parameter
      return { name: 'FloatDistribution', attributes: { step, low, high, log } }
    }
    case 'normal': {
      const { mean, standardDeviation, log } = parameter
      const [low, high] = [-NORMAL_BOUND, NORMAL_BOUND]
        .map((deviations) => mean + deviations * standardDeviation)
        .map((bound) => (log ? Math.exp(bound) : bound))
      return { name: 'FloatDistribution', attributes: { step: null, low, high, log } }
    }
  }
}

/** A value as a journal has it: a number, or the index of a choice. */
export function encodeValue(parameter: UnconditionalParameter, value: Value): number {
  if (parameter.kind === 'constant') return 0
  return parameter.kind === 'categorical' ? parameter.choices.indexOf(value) : (value as number)
}

/** The parameters of a trial as a journal has them. */
export interface Parameters {
  readonly distributions?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, number>>
}

/** The configuration that these parameters are. */
export function configurationOf({ distributions = {}, params = {} }: Parameters): Configuration {
  return Object.fromEntries(
    Object.entries(params).map(([name, encoded]) => [name, decodeValue(distributions[name], encoded)]),
  )
}

/**
 * Reads a value that a journal has.
 *
 * @param distribution JSON, as a journal has it
 * @param encoded A number, or the index of a choice
 */
export function decodeValue(distribution: string, encoded: number): Value {
  const { name, attributes } = JSON.parse(distribution) as Distribution
  return name === 'CategoricalDistribution' ? (attributes.choices as readonly Value[])[encoded] : encoded
}
