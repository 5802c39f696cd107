import type { Rule } from '../engine/rule.ts'
import { Scaled, scaledQuotient } from '../engine/scaled.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decayed, weightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import type { WeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import { biasCorrection, runningMean, unbiased } from './running-mean.ts'

/** Options of {@link adan}. */
export interface AdanOptions extends WeightDecayOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.98. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean difference of gradients, in [0, 1). Default 0.92. */
  readonly beta2?: Hyperparameter
  /** Decay β₃ of the mean square, in [0, 1). Default 0.99. */
  readonly beta3?: Hyperparameter
  /** Number ε ≥ 0, added to the root. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /** Number εᵣ ≥ 0, added under the root. Default 1e-8. */
  readonly epsilonRoot?: Hyperparameter
  /**
   * Whether the look-ahead factor γ is β₂, as in the paper and the authors' code, instead of 1 − β₂, as in optax. Default
   * true.
   */
  readonly beta2InLookAhead?: boolean
}

/**
 * Adan: Adam with Nesterov momentum, which looks ahead by the difference between the current and the previous gradient.
 *
 *     dₜ = gₜ − gₜ₋₁,    d₁ = 0
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) dₜ
 *     nₜ = β₃ nₜ₋₁ + (1 − β₃) (gₜ + γ dₜ)²
 *     θₜ = θₜ₋₁ − α · ((m̂ₜ + γ v̂ₜ) / (√(n̂ₜ + εᵣ) + ε) + λ θₜ₋₁)      λ: `weightDecay`
 *     γ = β₂,  or 1 − β₂ without `beta2InLookAhead`
 *
 * m̂, v̂ and n̂ are m, v and n divided by 1 − βᵗ, as in Adam. Xie et al., "Adan: Adaptive Nesterov Momentum Algorithm for Faster
 * Optimizing Deep Models", IEEE TPAMI 2024, Algorithm 1, arXiv:2208.06677.
 * Differs from the paper, as optax does: each β is 1 − β of the paper; means start at 0 and are bias-corrected, as in
 * the authors' code; the decay subtracts α λ θₜ₋₁, where the paper divides by 1 + α λ; εᵣ is added.
 * Differs from optax 0.2.8: γ is 1 − β₂ there, 0.08 by default, but 0.92 in the paper (reported as an error in
 * google-deepmind/optax#1715).
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adan({ learningRate: 1e-3 }))
 */
export function adan(options: AdanOptions = {}): Rule {
  return elementwise({
    name: 'adan',
    slots: ['m', 'v', 'n', 'g'],
    options: declareOptions(options, {
      learningRate: nonNegative(1e-3),
      beta1: unitInterval(0.98),
      beta2: unitInterval(0.92),
      beta3: unitInterval(0.99),
      epsilon: nonNegative(1e-8),
      epsilonRoot: nonNegative(1e-8),
      beta2InLookAhead: flag(true),
      ...weightDecayOptions(),
    }),
    step(g, state, context) {
      const { t, learningRate: α, beta1: β1, beta2: β2, beta3: β3, epsilon: ε, epsilonRoot: εr } = context
      const γ = context.beta2InLookAhead ? β2 : 1 - β2
      // The first step has no previous gradient. The slot g is 0 then, so d is 0.
      const d = g.mul(t === 1 ? 0 : 1).sub(state.g)
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, d, β2)
      const n = runningMean(state.n, g.add(d.mul(γ)).square(), β3)
      const [mHat, nHat] = [unbiased(m, β1, t), unbiased(n, β3, t)]
      const ahead = new Scaled(v, γ, biasCorrection(β2, t)) // γ v̂
      const update = scaledQuotient(-α, [mHat, ahead], nHat.add(εr).sqrt().add(ε))
      return { update: decayed(update, context), state: { m, v, n, g } }
    },
  })
}
