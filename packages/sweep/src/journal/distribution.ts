import type { UnconditionalParameter, Value } from '../parameters/parameter.ts'
import type { Configuration } from '../parameters/space.ts'

/** The range of a normal parameter in Optuna, whose distributions are bounded, in standard deviations to either side. */
const normalBound = 8

/** A distribution of Optuna, which a journal stores as JSON in a string (optuna/distributions.py). */
interface Distribution {
  readonly name: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * Returns the Optuna distribution of a parameter, as JSON. A constant becomes a categorical distribution with one choice, a normal
 * parameter a float within 8 standard deviations of its mean.
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
      const [low, high] = [-normalBound, normalBound]
        .map((deviations) => mean + deviations * standardDeviation)
        .map((bound) => (log ? Math.exp(bound) : bound))
      return { name: 'FloatDistribution', attributes: { step: null, low, high, log } }
    }
  }
}

/** Encodes a value for a journal: a number, or the index of a choice. */
export function encodeValue(parameter: UnconditionalParameter, value: Value): number {
  if (parameter.kind === 'constant') return 0
  return parameter.kind === 'categorical' ? parameter.choices.indexOf(value) : (value as number)
}

/** The parameters of a trial in a journal. */
export interface Parameters {
  readonly distributions?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, number>>
}

/** Decodes the configuration of a trial. */
export function configurationOf({ distributions = {}, params = {} }: Parameters): Configuration {
  return Object.fromEntries(
    Object.entries(params).map(([name, encoded]) => [name, decodeValue(distributions[name], encoded)]),
  )
}

/**
 * Decodes a value of a journal.
 *
 * @param distribution The distribution of the parameter, as JSON
 * @param encoded A number, or the index of a choice
 */
export function decodeValue(distribution: string, encoded: number): Value {
  const { name, attributes } = JSON.parse(distribution) as Distribution
  return name === 'CategoricalDistribution' ? (attributes.choices as readonly Value[])[encoded] : encoded
}
