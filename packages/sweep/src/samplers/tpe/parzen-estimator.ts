import type { Random } from '@tunekit/random-stream'
import { categoricalMarginal } from './categorical-marginal.ts'
import type { FreeDimension } from './dimension.ts'
import { kernelWeights } from './kernel-weights.ts'
import type { Marginal } from './marginal.ts'
import { numericMarginal } from './numeric-marginal.ts'

/** A density over some dimensions: a weighted sum of kernels, each a product over the dimensions. */
export interface ParzenEstimator {
  /** Of the observations' kernels, oldest first, then of the prior's; they sum to 1. */
  readonly weights: Float64Array
  readonly marginals: readonly Marginal[]
  /** Draws points. A column of encoded values for each dimension. */
  sample(random: Random, count: number): readonly Float64Array[]
  /** The logarithm of the density at each of some points, given as columns. */
  logDensities(columns: readonly Float64Array[]): Float64Array
}

/**
 * Estimates a density from points drawn from it.
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

/** A kernel whose share of a density is below exp(−this) of the prior's does not change it, nor do thousands of such. */
const negligible = 50

/**
 * Most kernels of a mixture over several dimensions are far from a point in one of them. Those are left out as soon as
 * it is certain that they cannot reach what the prior's kernel alone amounts to, which makes it several times faster.
 */
function logDensities(
  weights: Float64Array,
  marginals: readonly Marginal[],
  columns: readonly Float64Array[],
): Float64Array {
  const prior = weights.length - 1
  const logWeights = weights.map(Math.log)
  const sums = new Float64Array(weights.length)
  const kernels = new Int32Array(weights.length)
  const highest = marginals.reduce((sum, marginal) => sum + marginal.highest, 0)
  return columns[0].map((_, row) => {
    sums.set(logWeights)
    kernels[0] = prior
    for (const [index, marginal] of marginals.entries()) {
      marginal.addLogDensities(columns[index][row], kernels, 1, sums, -Infinity)
    }
    let count = prior
    for (let kernel = 0; kernel < count; kernel++) kernels[kernel] = kernel
    let remaining = highest
    for (const [index, marginal] of marginals.entries()) {
      remaining -= marginal.highest
      const floor = sums[prior] - negligible - remaining
      marginal.addLogDensities(columns[index][row], kernels, count, sums, floor)
      count = keepAbove(floor, sums, kernels, count)
    }
    kernels[count++] = prior
    return logSumExp(sums, kernels, count)
  })
}

/** Keeps those of the first `count` kernels whose sums are not below `floor`; tells how many they are. */
function keepAbove(floor: number, sums: Float64Array, kernels: Int32Array, count: number): number {
  let kept = 0
  for (let index = 0; index < count; index++) {
    const kernel = kernels[index]
    if (sums[kernel] >= floor) kernels[kept++] = kernel
  }
  return kept
}

function logSumExp(values: Float64Array, indices: Int32Array, count: number): number {
  let largest = -Infinity
  for (let index = 0; index < count; index++) largest = Math.max(largest, values[indices[index]])
  if (largest === -Infinity) return -Infinity
  let sum = 0
  for (let index = 0; index < count; index++) sum += Math.exp(values[indices[index]] - largest)
  return Math.log(sum) + largest
}
