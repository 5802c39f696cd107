import { logGaussMass, logRootTwoPi, truncatedNormalQuantile } from '../../numerics/normal-distribution.ts'
import { fromLine, toLine } from './dimension.ts'
import type { NumericDimension } from './dimension.ts'
import { kernelDeviations } from './kernel-deviations.ts'
import type { Marginal } from './marginal.ts'

export interface NumericMarginal extends Marginal {
  /** Of the observations' kernels, then of the prior's, on the line. */
  readonly means: Float64Array
  readonly deviations: Float64Array
}

/**
 * Kernels over a number: a normal density around each observation and a prior, each cut off at the ends of the line.
 * Of stepped values, each has the probability of its interval, half a step to either side.
 *
 * @param values Observed, encoded
 */
export function numericMarginal(values: Float64Array, dimension: NumericDimension): NumericMarginal {
  const { lineLow, lineHigh, priorMean, priorDeviation } = dimension
  const positions = new Float64Array(values.length)
  for (let index = 0; index < values.length; index++) positions[index] = toLine(dimension, values[index])
  const means = append(positions, priorMean)
  const deviations = append(kernelDeviations(positions, dimension), priorDeviation)
  const logMasses = new Float64Array(means.length)
  for (let kernel = 0; kernel < means.length; kernel++) {
    const deviation = deviations[kernel]
    logMasses[kernel] = logGaussMass(
      (lineLow - means[kernel]) / deviation,
      (lineHigh - means[kernel]) / deviation,
    )
  }
  return {
    means,
    deviations,
    quantile(kernel, u) {
      const mean = means[kernel]
      const deviation = deviations[kernel]
      const z = truncatedNormalQuantile(u, (lineLow - mean) / deviation, (lineHigh - mean) / deviation)
      return fromLine(dimension, z * deviation + mean)
    },
    ...(dimension.step > 0
      ? steppedDensities(means, deviations, logMasses, dimension)
      : continuousDensities(means, deviations, logMasses, dimension)),
  }
}

type Densities = Pick<Marginal, 'highest' | 'addLogDensities'>

function continuousDensities(
  means: Float64Array,
  deviations: Float64Array,
  logMasses: Float64Array,
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
    addLogDensities(value, kernels, count, sums) {
      const position = toLine(dimension, value)
      for (let index = 0; index < count; index++) {
        const kernel = kernels[index]
        const z = (position - means[kernel]) * scales[kernel]
        sums[kernel] += peaks[kernel] - 0.5 * z * z
      }
    },
  }
}

function steppedDensities(
  means: Float64Array,
  deviations: Float64Array,
  logMasses: Float64Array,
  dimension: NumericDimension,
): Densities {
  const half = dimension.step / 2
  return {
    highest: 0,
    addLogDensities(value, kernels, count, sums, floor) {
      const left = toLine(dimension, value - half)
      const right = toLine(dimension, value + half)
      for (let index = 0; index < count; index++) {
        const kernel = kernels[index]
        const a = (left - means[kernel]) / deviations[kernel]
        const b = (right - means[kernel]) / deviations[kernel]
        const nearest = a > 0 ? a : b < 0 ? b : 0
        // A tail from z on has a probability below exp(−z²/2), which is quick to know.
        const atMost = sums[kernel] - 0.5 * nearest * nearest - logMasses[kernel]
        sums[kernel] = atMost < floor ? -Infinity : sums[kernel] + logGaussMass(a, b) - logMasses[kernel]
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
