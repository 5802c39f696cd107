import type { Expression } from '../engine/expression.ts'
import { Scaled } from '../engine/scaled.ts'
import { power } from '../numerics/power.ts'

/**
 * Returns the next value of an exponential moving average: β · mean + (1 − β) · value.
 *
 * @param decay β in [0, 1): the fraction of the mean that is kept
 * @example
 * const m = runningMean(state.m, gradient, 0.9)
 */
export function runningMean(mean: Expression, value: Expression, decay: number): Expression {
  return mean.mul(decay).add(value.mul(1 - decay))
}

/**
 * Returns a running mean corrected for its start at 0: mean / (1 − βᵗ), such as Adam's m̂ and v̂. The result is a
 * {@link Scaled} expression: `mul` turns it into an {@link Expression}.
 *
 * @param decay β of {@link runningMean}
 * @param t The number of values in the mean, a positive integer
 * @example
 * const update = unbiased(runningMean(state.m, gradient, 0.9), 0.9, 1).mul(-0.1)
 */
export function unbiased(mean: Expression, decay: number, t: number): Scaled {
  return new Scaled(mean, 1, biasCorrection(decay, t))
}

/** Computes 1 − βᵗ, the factor by which a running mean of t values is too small if it started at 0. */
export function biasCorrection(decay: number, t: number): number {
  return 1 - power(decay, t)
}
