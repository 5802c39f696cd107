import type { Expression } from '../engine/expression.ts'
import { Scaled } from '../engine/scaled.ts'
import { power } from '../numerics/power.ts'

/**
 * Writes down the next value of an exponentially decaying mean: β · mean + (1 − β) · value.
 *
 * @param decay β in [0, 1): how much of the mean stays
 * @example
 * const m = runningMean(state.m, gradient, 0.9)
 */
export function runningMean(mean: Expression, value: Expression, decay: number): Expression {
  return mean.mul(decay).add(value.mul(1 - decay))
}

/**
 * Corrects a running mean for its start at 0: mean / (1 − βᵗ), such as Adam's m̂ and v̂.
 *
 * @param decay β of {@link runningMean}
 * @param t How many values the mean has, at least 1
 * @example
 * const update = unbiased(runningMean(state.m, gradient, 0.9), 0.9, 1).mul(-0.1)
 */
export function unbiased(mean: Expression, decay: number, t: number): Scaled {
  return new Scaled(mean, 1, biasCorrection(decay, t))
}

/** Computes 1 − βᵗ: a running mean of t values that started at 0 is too small by this factor. */
export function biasCorrection(decay: number, t: number): number {
  return 1 - power(decay, t)
}
