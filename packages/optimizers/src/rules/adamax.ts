import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { runningMean, unbiased } from './running-mean.ts'

/** Options of {@link adamax}. */
export interface AdamaxOptions {
  /** Step size α ≥ 0. Default 2e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the largest gradient so far, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to |g|. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * AdaMax: Adam that divides by the largest recent gradient, instead of by the root mean square.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     uₜ = max(β₂ uₜ₋₁, |gₜ| + ε)
 *     θₜ = θₜ₋₁ − α / (1 − β₁ᵗ) · mₜ / uₜ
 *
 * Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, Algorithm 2, arXiv:1412.6980.
 * Differs from the paper: ε is added, in the same place as in torch and optax. In Keras and Flux, uₜ contains no ε and
 * the divisor is uₜ + ε, which is the same up to a factor of 1 + ε / uₜ.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adamax({ learningRate: 2e-3 }))
 */
export function adamax(options: AdamaxOptions = {}): Rule {
  return elementwise({
    name: 'adamax',
    slots: ['m', 'u'],
    options: declareOptions(options, {
      learningRate: nonNegative(2e-3),
      beta1: unitInterval(0.9),
      beta2: unitInterval(0.999),
      epsilon: nonNegative(1e-8),
    }),
    step(g, state, { t, learningRate: α, beta1: β1, beta2: β2, epsilon: ε }) {
      const m = runningMean(state.m, g, β1)
      const u = state.u.mul(β2).maximum(g.abs().add(ε))
      return { update: unbiased(m, β1, t).div(u).mul(-α), state: { m, u } }
    },
  })
}
