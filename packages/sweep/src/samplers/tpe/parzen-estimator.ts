import type { Random } from '@tunekit/random-stream'
import type { FreeDimension } from './dimension.ts'
import { kernelWeights } from './kernel-weights.ts'
import { categoricalMarginal, numericMarginal } from './marginals.ts'
import type { Marginal } from './marginals.ts'

/** A density over some dimensions: a weighted sum of kernels, each a product over the dimensions. */
export interface ParzenEstimator {
  /** The weights of the observations' kernels, oldest first, then of the prior's kernel; they sum to 1. */
  readonly weights: Float64Array
  readonly marginals: readonly Marginal[]
  /** Draws points, as a column of encoded values for each dimension. */
  sample(random: Random, count: number): readonly Float64Array[]
  /** Returns the logarithm of the density at each of some points. The points are columns of encoded values. */
  logDensities(columns: readonly Float64Array[]): Float64Array
}

/**
 * Estimates a density from a sample of points.
 *
 * `_ParzenEstimator` and `_MixtureOfProductDistribution` of Optuna 5 (`optuna/samplers/_tpe/`); random numbers are used
 * in the same order, so that the same numbers give the same points.
 *
 * @param observations A column of encoded values for each dimension, oldest first
 */
export function parzenEstimator(
  dimensions: readonly FreeDimension[],
  observations: readonly Float64Array[],
  priorWeight: number,
): ParzenEstimator {
  const weights = kernelWeights(observations[0].length, priorWeight)
  const marginals = dimensions.map((dimension, index) =>
    dimension.kind === 'numeric'
      ? numericMarginal(observations[index], dimension)
      : categoricalMarginal(observations[index], dimension, priorWeight),
  )
  return {
    weights,
    marginals,
    sample(random, count) {
      const kernels = pickKernels(weights, random, count)
      const columns = dimensions.map(() => new Float64Array(count))
      for (const kind of ['categorical', 'numeric']) {
        for (const [index, dimension] of dimensions.entries()) {
          if (dimension.kind !== kind) continue
          for (let row = 0; row < count; row++) {
            columns[index][row] = marginals[index].quantile(kernels[row], random())
          }
        }
      }
      return columns
    },
    logDensities: (columns) => logDensities(weights, marginals, columns),
  }
}

/** Draws indices of kernels, by their weights: the same kernel in all dimensions of a point. */
function pickKernels(weights: Float64Array, random: Random, count: number): Int32Array {
  let sum = 0
  const cumulative = weights.map((weight) => (sum += weight))
  const kernels = new Int32Array(count)
  for (let row = 0; row < count; row++) {
    const u = random()
    let kernel = 0
    while (kernel < weights.length - 1 && cumulative[kernel] / sum <= u) kernel++
    kernels[row] = kernel
  }
  return kernels
}

/** Kernels whose density is below exp(−50) of the prior's density do not change the sum, even if there are thousands. */
const negligible = 50

/**
 * With several dimensions, most kernels are far from a point in at least one dimension. A kernel is dropped as soon as it is certain
 * to be negligible compared with the prior's kernel, which makes this function several times faster.
 */
function logDensities(
  weights: Float64Array,
  marginals: readonly Marginal[],
  columns: readonly Float64Array[],
): Float64Array {
  const prior = weights.length - 1
  const logWeights = weights.map(Math.log)
  const sums = new Float64Array(weights.length)
  const bounds = new Float64Array(weights.length)
  const all = Int32Array.from(weights.keys())
  const others = all.subarray(0, prior)
  const priorAlone = all.subarray(prior)
  const kernels = new Int32Array(prior)
  const highest = marginals.reduce((sum, marginal) => sum + marginal.highest, 0)
  return columns[0].map((_, row) => {
    sums.set(logWeights)
    for (const [index, marginal] of marginals.entries()) {
      marginal.addLogDensities(columns[index][row], priorAlone, sums)
    }
    kernels.set(others)
    let survivors: Int32Array = kernels
    let remaining = highest
    for (const [index, marginal] of marginals.entries()) {
      const value = columns[index][row]
      remaining -= marginal.highest
      const floor = sums[prior] - negligible - remaining
      if (marginal.addUpperBounds) {
        bounds.set(sums)
        marginal.addUpperBounds(value, survivors, bounds)
        survivors = keepAbove(floor, survivors, bounds)
      }
      marginal.addLogDensities(value, survivors, sums)
      survivors = keepAbove(floor, survivors, sums)
    }
    return logSumExp(sums, survivors, prior)
  })
}

/** Moves the kernels whose sums are not below `floor` to the front. @returns A view of these kernels */
function keepAbove(floor: number, kernels: Int32Array, sums: Float64Array): Int32Array {
  let kept = 0
  for (let index = 0; index < kernels.length; index++) {
    if (sums[kernels[index]] >= floor) kernels[kept++] = kernels[index]
  }
  return kernels.subarray(0, kept)
}

/** Returns ln Σ exp(value) over the values at some indices and at the index `last`. */
function logSumExp(values: Float64Array, indices: Int32Array, last: number): number {
  let largest = values[last]
  for (let index = 0; index < indices.length; index++) largest = Math.max(largest, values[indices[index]])
  if (largest === -Infinity) return -Infinity
  let sum = 0
  for (let index = 0; index < indices.length; index++) sum += Math.exp(values[indices[index]] - largest)
  return Math.log(sum + Math.exp(values[last] - largest)) + largest
}
