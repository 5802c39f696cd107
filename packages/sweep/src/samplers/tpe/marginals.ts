import { logGaussMass, logRootTwoPi, truncatedNormalQuantile } from '../../numerics/normal-distribution.ts'
import { bandwidths } from './bandwidths.ts'
import { fromLine, toLine } from './dimension.ts'
import type { CategoricalDimension, NumericDimension } from './dimension.ts'

/** One dimension of a mixture of kernels: a kernel for each observation, then the kernel of the prior. */
export interface Marginal {
  /** An upper bound of the logarithm of every kernel's density (or probability) at every value. */
  readonly highest: number
  /** Returns the value at the quantile `u`, in [0, 1), of a kernel. */
  quantile(kernel: number, u: number): number
  /** Adds the logarithms of the densities (or probabilities) of some kernels at a value to the sums of these kernels. */
  addLogDensities(value: number, kernels: Int32Array, sums: Float64Array): void
  /** Adds upper bounds of the numbers that `addLogDensities()` adds, in less time; absent if `addLogDensities()` is fast. */
  addUpperBounds?(value: number, kernels: Int32Array, sums: Float64Array): void
}

/** The kernels over choices. */
export interface CategoricalMarginal extends Marginal {
  /** The probabilities of the choices, kernel by kernel. */
  readonly probabilities: Float64Array
}

/**
 * Creates kernels over choices. The kernel of an observation has weight 1 for the observed choice plus w / n for every choice, where w
 * is the prior's weight and n the number of kernels, scaled to sum to 1. The prior's kernel is the prior itself.
 *
 * `_calculate_categorical_distributions` of Optuna 5 (`optuna/samplers/_tpe/parzen_estimator.py`). Differs: the prior can
 * have any probabilities; in Optuna, they are equal.
 *
 * @param values The indices of the observed choices
 */
export function categoricalMarginal(
  values: Float64Array,
  { choices, probabilities: prior }: CategoricalDimension,
  priorWeight: number,
): CategoricalMarginal {
  const width = choices.length
  const kernels = values.length + 1
  const probabilities = new Float64Array(kernels * width)
  const share = (priorWeight / kernels) * width
  for (let kernel = 0; kernel < kernels; kernel++) {
    const isPrior = kernel === values.length
    for (let choice = 0; choice < width; choice++) {
      const observed = values[kernel] === choice ? 1 : 0
      probabilities[kernel * width + choice] = isPrior
        ? prior[choice]
        : (observed + share * prior[choice]) / (1 + share)
    }
  }
  const logs = probabilities.map(Math.log)
  return {
    probabilities,
    highest: 0,
    quantile(kernel, u) {
      let choice = 0
      let sum = probabilities[kernel * width]
      while (sum < u && choice < width - 1) sum += probabilities[kernel * width + ++choice]
      return choice
    },
    addLogDensities(choice, kernels, sums) {
      for (let index = 0; index < kernels.length; index++) {
        sums[kernels[index]] += logs[kernels[index] * width + choice]
      }
    },
  }
}

/** The kernels over a number. */
export interface NumericMarginal extends Marginal {
  /** The means of the kernels, on the line. */
  readonly means: Float64Array
  /** The standard deviations of the kernels, on the line. */
  readonly deviations: Float64Array
}

/**
 * Creates kernels over a number: a normal density around each observation, and the density of the prior, all truncated to the ends of
 * the line. A value with a step has the probability of its interval, half a step to either side.
 *
 * @param values The observed values, encoded
 */
export function numericMarginal(values: Float64Array, dimension: NumericDimension): NumericMarginal {
  const { lineLow, lineHigh, priorMean, priorDeviation } = dimension
  const positions = new Float64Array(values.length)
  for (let index = 0; index < values.length; index++) positions[index] = toLine(dimension, values[index])
  const means = append(positions, priorMean)
  const deviations = append(bandwidths(positions, dimension), priorDeviation)
  const logMasses = new Float64Array(means.length)
  for (let kernel = 0; kernel < means.length; kernel++) {
    const deviation = deviations[kernel]
    logMasses[kernel] = logGaussMass(
      (lineLow - means[kernel]) / deviation,
      (lineHigh - means[kernel]) / deviation,
    )
  }
  const densities = dimension.step > 0 ? steppedDensities : continuousDensities
  return {
    means,
    deviations,
    quantile(kernel, u) {
      const mean = means[kernel]
      const deviation = deviations[kernel]
      const z = truncatedNormalQuantile(u, (lineLow - mean) / deviation, (lineHigh - mean) / deviation)
      return fromLine(dimension, z * deviation + mean)
    },
    ...densities({ means, deviations, logMasses }, dimension),
  }
}

interface Kernels {
  readonly means: Float64Array
  readonly deviations: Float64Array
  /** The logarithms of the kernels' masses between the ends of the line. */
  readonly logMasses: Float64Array
}

type Densities = Omit<Marginal, 'quantile'>

function continuousDensities(
  { means, deviations, logMasses }: Kernels,
  dimension: NumericDimension,
): Densities {
  const scales = new Float64Array(means.length)
  const peaks = new Float64Array(means.length)
  let highest = -Infinity
  for (let kernel = 0; kernel < means.length; kernel++) {
    scales[kernel] = 1 / deviations[kernel]
    peaks[kernel] = -logRootTwoPi - Math.log(deviations[kernel]) - logMasses[kernel]
    highest = Math.max(highest, peaks[kernel])
  }
  return {
    highest,
    addLogDensities(value, kernels, sums) {
      const position = toLine(dimension, value)
      for (let index = 0; index < kernels.length; index++) {
        const kernel = kernels[index]
        const z = (position - means[kernel]) * scales[kernel]
        sums[kernel] += peaks[kernel] - 0.5 * z * z
      }
    },
  }
}

function steppedDensities({ means, deviations, logMasses }: Kernels, dimension: NumericDimension): Densities {
  const half = dimension.step / 2
  return {
    highest: 0,
    addLogDensities(value, kernels, sums) {
      const left = toLine(dimension, value - half)
      const right = toLine(dimension, value + half)
      for (let index = 0; index < kernels.length; index++) {
        const kernel = kernels[index]
        const a = (left - means[kernel]) / deviations[kernel]
        const b = (right - means[kernel]) / deviations[kernel]
        sums[kernel] = sums[kernel] + logGaussMass(a, b) - logMasses[kernel]
      }
    },
    // The tail beyond z has a probability below exp(−z²/2).
    addUpperBounds(value, kernels, sums) {
      const left = toLine(dimension, value - half)
      const right = toLine(dimension, value + half)
      for (let index = 0; index < kernels.length; index++) {
        const kernel = kernels[index]
        const nearest = Math.max(left - means[kernel], means[kernel] - right, 0) / deviations[kernel]
        sums[kernel] -= 0.5 * nearest * nearest + logMasses[kernel]
      }
    },
  }
}

function append(values: Float64Array, last: number): Float64Array {
  const longer = new Float64Array(values.length + 1)
  longer.set(values)
  longer[values.length] = last
  return longer
}
