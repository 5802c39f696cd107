import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decayed, weightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import type { WeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import { runningMean } from './running-mean.ts'

/** Options of {@link lion}. */
export interface LionOptions extends WeightDecayOptions {
  /**
   * Step size α ≥ 0: the distance that every element moves. Use a third to a tenth of Adam's step size. Default 1e-4.
   */
  readonly learningRate?: Hyperparameter
  /** Weight β₁ of the mean gradient in a step, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean gradient, in [0, 1). Default 0.99. */
  readonly beta2?: Hyperparameter
}

/**
 * Lion: steps by the sign of a mean gradient, so that every element moves by α. The mean gradient is the only state.
 *
 *     θₜ = θₜ₋₁ − α (sign(β₁ mₜ₋₁ + (1 − β₁) gₜ) + λ θₜ₋₁)      λ: `weightDecay`
 *     mₜ = β₂ mₜ₋₁ + (1 − β₂) gₜ
 *
 * Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, Algorithm 2, arXiv:2302.06675.
 * Differs from optax: λ is 0 by default, as in the authors' code, instead of 1e-3.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(lion({ learningRate: 1e-4, weightDecay: 0.1 }))
 */
export function lion(options: LionOptions = {}): Rule {
  return elementwise({
    name: 'lion',
    slots: ['m'],
    options: declareOptions(options, {
      learningRate: nonNegative(1e-4),
      beta1: unitInterval(0.9),
      beta2: unitInterval(0.99),
      ...weightDecayOptions(),
    }),
    step(g, state, context) {
      const { learningRate: α, beta1: β1, beta2: β2 } = context
      const direction = runningMean(state.m, g, β1).sign()
      const m = runningMean(state.m, g, β2)
      return { update: decayed(direction.mul(-α), context), state: { m } }
    },
  })
}
