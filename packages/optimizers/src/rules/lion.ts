import { fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import { weightDecayOf } from '../transforms/weight-decay.ts'
import type { WeightDecayOptions } from '../transforms/weight-decay.ts'

export interface LionOptions extends WeightDecayOptions {
  /** Step size α ≥ 0: how far every element moves. Three to ten times less than Adam's. Default 1e-4. */
  readonly learningRate?: Hyperparameter
  /** How much of the mean gradient a step follows, β₁ in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean gradient, in [0, 1). Default 0.99. */
  readonly beta2?: Hyperparameter
}

/**
 * Lion: steps by the sign of a mean gradient, so that every element moves α. Its only state is that mean.
 *
 *     θₜ = θₜ₋₁ − α (sign(β₁ mₜ₋₁ + (1 − β₁) gₜ) + λ θₜ₋₁)      λ: `weightDecay`
 *     mₜ = β₂ mₜ₋₁ + (1 − β₂) gₜ
 *
 * Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, Algorithm 2, arXiv:2302.06675.
 * Differs from optax: λ defaults to 0, as in the authors' code, not to 1e-3.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(lion({ learningRate: 1e-4, weightDecay: 0.1 }))
 */
export function lion(options: LionOptions = {}): Rule {
  const { learningRate = 1e-4, beta1 = 0.9, beta2 = 0.99 } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const { decay, options: decayOptions } = weightDecayOf(options)
  return elementwise({
    name: 'lion',
    slots: ['m'],
    learningRate,
    options: { learningRate, beta1, beta2, ...decayOptions },
    step(gradient, state, context) {
      const { step, learningRate } = context
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const direction = state.m
        .mul(b1)
        .add(gradient.mul(1 - b1))
        .sign()
      const m = state.m.mul(b2).add(gradient.mul(1 - b2))
      return { update: decay(direction.mul(-learningRate), context), state: { m } }
    },
  })
}
