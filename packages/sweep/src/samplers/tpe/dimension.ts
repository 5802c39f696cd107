import type { NormalParameter, UnconditionalParameter, Value } from '../../parameters/parameter.ts'
import { countSteps, roundToStep, stepAt } from '../../parameters/steps.ts'

/** A numeric dimension. Its kernels lie on the line of the numbers or, with `log`, of their logarithms. */
export interface NumericDimension {
  readonly kind: 'numeric'
  readonly log: boolean
  /** The distance between neighboring values; 0 if values are continuous. */
  readonly step: number
  /** Rounds to the nearest step; returns the number itself if values are continuous. */
  readonly round: (number: number) => number
  readonly lowest: number
  readonly highest: number
  /** The ends of the line: half a step below `lowest` and above `highest`, so that each value has an interval. */
  readonly lineLow: number
  readonly lineHigh: number
  /** The mean and standard deviation of the prior's kernel, on the line. */
  readonly priorMean: number
  readonly priorDeviation: number
}

/** A dimension of choices. */
export interface CategoricalDimension {
  readonly kind: 'categorical'
  readonly choices: readonly Value[]
  /** The prior's probabilities of the choices. */
  readonly probabilities: readonly number[]
}

/** A dimension with a single value, which needs no model. */
export interface FixedDimension {
  readonly kind: 'fixed'
  readonly value: Value
}

/** A dimension with several values. */
export type FreeDimension = NumericDimension | CategoricalDimension
/** The dimension of a parameter. */
export type Dimension = FreeDimension | FixedDimension

/** The largest distance of a normal parameter from its mean, in standard deviations. */
const halfWidth = 8

/** The smallest length of a line by which numbers can be divided. */
const narrowest = 1e-300

/** Returns the dimension by which an estimator models a parameter. */
export function toDimension(parameter: UnconditionalParameter): Dimension {
  switch (parameter.kind) {
    case 'constant':
      return { kind: 'fixed', value: parameter.value }
    case 'categorical': {
      const { choices, probabilities = choices.map(() => 1 / choices.length) } = parameter
      return choices.length > 1
        ? { kind: 'categorical', choices, probabilities }
        : { kind: 'fixed', value: choices[0] }
    }
    case 'normal':
      return normalDimension(parameter)
    default: {
      const { low, high, log, step = 0 } = parameter
      const steps = { low, high, step }
      const highest = step > 0 ? stepAt(steps, countSteps(steps) - 1) : high
      const lineLow = log ? Math.log(low - step / 2) : low - step / 2
      const lineHigh = log ? Math.log(highest + step / 2) : highest + step / 2
      if (!(highest > low && lineHigh - lineLow > narrowest)) return { kind: 'fixed', value: low + 0 }
      const priorMean = 0.5 * (lineLow + lineHigh)
      const prior = { priorMean, priorDeviation: lineHigh - lineLow }
      const round = (number: number): number =>
        step > 0 ? stepAt(steps, Math.round((number - low) / step)) : number
      return { kind: 'numeric', log, step, round, lowest: low, highest, lineLow, lineHigh, ...prior }
    }
  }
}

function normalDimension({ mean, standardDeviation, log, step = 0 }: NormalParameter): Dimension {
  const dimension: NumericDimension = {
    kind: 'numeric',
    log,
    step,
    round: (number) => (step > 0 ? roundToStep(number, step) : number),
    lowest: log ? 0 : -Number.MAX_VALUE,
    highest: Number.MAX_VALUE,
    lineLow: mean - halfWidth * standardDeviation,
    lineHigh: mean + halfWidth * standardDeviation,
    priorMean: mean,
    priorDeviation: standardDeviation,
  }
  return standardDeviation > narrowest ? dimension : { kind: 'fixed', value: fromLine(dimension, mean) }
}

/** Encodes a value as a number: the number itself, or the index of the choice. NaN if the dimension has no such value. */
export function encodeValue(dimension: FreeDimension, value: Value | undefined): number {
  if (dimension.kind === 'categorical') {
    const index = dimension.choices.indexOf(value as Value)
    return index < 0 ? NaN : index
  }
  if (typeof value !== 'number') return NaN
  const slack = dimension.step / 2
  return value >= dimension.lowest - slack && value <= dimension.highest + slack ? value : NaN
}

/** Decodes a value: the inverse of {@link encodeValue}. */
export function decodeValue(dimension: FreeDimension, code: number): Value {
  return dimension.kind === 'categorical' ? dimension.choices[code] : code
}

/** Returns the position of a number on the line. */
export function toLine({ log, lineLow, lineHigh }: NumericDimension, value: number): number {
  return Math.min(Math.max(log ? Math.log(value) : value, lineLow), lineHigh)
}

/** Returns the value closest to a position on the line. */
export function fromLine({ log, round, lowest, highest }: NumericDimension, position: number): number {
  const value = round(log ? Math.exp(position) : position)
  return Math.min(Math.max(value, lowest), highest) + 0 // + 0 turns −0, which JSON does not preserve, into 0
}
