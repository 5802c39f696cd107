import { biasCorrection } from '../numerics/bias-correction.ts'
import { flag, fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import { weightDecayOf } from '../transforms/weight-decay.ts'
import type { WeightDecayOptions } from '../transforms/weight-decay.ts'

export interface AdanOptions extends WeightDecayOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.98. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean difference of gradients, in [0, 1). Default 0.92. */
  readonly beta2?: Hyperparameter
  /** Decay β₃ of the mean square, in [0, 1). Default 0.99. */
  readonly beta3?: Hyperparameter
  /** ε ≥ 0, added to the root. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /** εᵣ ≥ 0, added under the root. Default 1e-8. */
  readonly epsilonRoot?: Hyperparameter
  /**
   * Whether γ, how much of a difference of gradients a step looks ahead, is β₂, as in the paper and the authors' code,
   * instead of 1 − β₂, as in optax. Default true.
   */
  readonly beta2InLookAhead?: boolean
}

/**
 * Adan: Adam with Nesterov momentum, which looks ahead by the difference of this gradient and the one before.
 *
 *     dₜ = gₜ − gₜ₋₁,    d₁ = 0
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) dₜ
 *     nₜ = β₃ nₜ₋₁ + (1 − β₃) (gₜ + γ dₜ)²
 *     θₜ = θₜ₋₁ − α · ((m̂ₜ + γ v̂ₜ) / (√(n̂ₜ + εᵣ) + ε) + λ θₜ₋₁)      λ: `weightDecay`
 *     γ = β₂,  or 1 − β₂ without `beta2InLookAhead`
 *
 * m̂, v̂ and n̂ are divided by 1 − βᵗ, as Adam's. Xie et al., "Adan: Adaptive Nesterov Momentum Algorithm for Faster
 * Optimizing Deep Models", IEEE TPAMI 2024, Algorithm 1, arXiv:2208.06677.
 * Differs from the paper, as optax does: its β are one minus ours; means start at 0 and are corrected (as in the
 * authors' code); decay takes α λ θₜ₋₁ away, where the paper divides by 1 + α λ; εᵣ.
 * Differs from optax 0.2.8: its γ is 1 − β₂, 0.08 by default, where the paper's is 0.92 (reported as an error in
 * google-deepmind/optax#1715).
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adan({ learningRate: 1e-3 }))
 */
export function adan(options: AdanOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.98, beta2 = 0.92, beta3 = 0.99 } = options
  const { epsilon = 1e-8, epsilonRoot = 1e-8, beta2InLookAhead = true } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const beta3At = fraction('beta3', beta3)
  const epsilonAt = notNegative('epsilon', epsilon)
  const epsilonRootAt = notNegative('epsilonRoot', epsilonRoot)
  flag('beta2InLookAhead', beta2InLookAhead)
  const { decay, options: decayOptions } = weightDecayOf(options)
  return elementwise({
    name: 'adan',
    slots: ['m', 'v', 'n', 'g'],
    learningRate,
    options: { learningRate, beta1, beta2, beta3, epsilon, epsilonRoot, beta2InLookAhead, ...decayOptions },
    step(gradient, state, context) {
      const { t, step, learningRate } = context
      const [b1, b2, b3] = [beta1At(step), beta2At(step), beta3At(step)]
      const ahead = beta2InLookAhead ? b2 : 1 - b2
      // At the first step there is no gradient before: both terms are 0.
      const difference = gradient.mul(t === 1 ? 0 : 1).sub(state.g)
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(difference.mul(1 - b2))
      const square = gradient.add(difference.mul(ahead)).square()
      const n = state.n.mul(b3).add(square.mul(1 - b3))
      const correction = biasCorrection(b3, t)
      const root = Math.sqrt(correction)
      const ofMean = (-learningRate * root) / biasCorrection(b1, t)
      const ofDifference = (-learningRate * root * ahead) / biasCorrection(b2, t)
      const divisor = n
        .add(epsilonRootAt(step) * correction)
        .sqrt()
        .add(epsilonAt(step) * root)
      const update = m.mul(ofMean).add(v.mul(ofDifference)).div(divisor)
      return { update: decay(update, context), state: { m, v, n, g: gradient } }
    },
  })
}
