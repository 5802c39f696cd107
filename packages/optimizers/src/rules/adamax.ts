import { biasCorrection } from '../numerics/bias-correction.ts'
import { fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'

export interface AdamaxOptions {
  /** Step size α ≥ 0. Default 2e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the largest gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** ε ≥ 0, added to |g|. With 0, an element whose gradient has always been 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * AdaMax: Adam with the largest recent gradient in place of the root mean square.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     uₜ = max(β₂ uₜ₋₁, |gₜ| + ε)
 *     θₜ = θₜ₋₁ − α / (1 − β₁ᵗ) · mₜ / uₜ
 *
 * Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, Algorithm 2, arXiv:1412.6980.
 * Differs from the paper: ε, where torch and optax have it. Keras and Flux divide by uₜ + ε instead, without ε in uₜ,
 * which is the same up to a factor of 1 + ε / uₜ.
 * Flux 0.12.4's `AdaMax(η, β)` is `{ learningRate: η }` up to that, its default η is 1e-3.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adamax({ learningRate: 2e-3 }))
 */
export function adamax(options: AdamaxOptions = {}): Rule {
  const { learningRate = 2e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  return elementwise({
    name: 'adamax',
    slots: ['m', 'u'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon },
    step(gradient, state, { t, step, learningRate }) {
      const b1 = beta1At(step)
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const u = state.u.mul(beta2At(step)).maximum(gradient.abs().add(epsilonAt(step)))
      return { update: m.div(u).mul(-learningRate / biasCorrection(b1, t)), state: { m, u } }
    },
  })
}
