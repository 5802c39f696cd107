import type { Expression } from '../engine/expression.ts'
import type { Rule } from '../engine/rule.ts'
import { Scaled } from '../engine/scaled.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decayed, weightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import type { WeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import { rectification } from './rectification.ts'
import { biasCorrection, runningMean, unbiased } from './running-mean.ts'

/** Options of {@link adaBelief}. */
export interface AdaBeliefOptions extends WeightDecayOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared deviation, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to the root. Default 1e-16. */
  readonly epsilon?: Hyperparameter
  /** Number εᵣ ≥ 0, added to s at every step, under the root. Default 1e-16. */
  readonly epsilonRoot?: Hyperparameter
  /** Whether to correct m and s for their start at 0, by 1 − βᵗ. Default true. */
  readonly biasCorrection?: boolean
  /** Whether to rectify the first steps, as RAdam does. Requires `biasCorrection`. Default false. */
  readonly rectify?: boolean
}

/**
 * AdaBelief: Adam that divides by the gradient's deviation from its running mean, instead of by the gradient's size.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     sₜ = β₂ sₜ₋₁ + (1 − β₂) (gₜ − mₜ)² + εᵣ
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√ŝₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  ŝₜ = sₜ / (1 − β₂ᵗ)
 *
 * With `rectify`, training starts with plain momentum and warms up:
 *
 *     ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ),    ρ∞ = 2 / (1 − β₂) − 1
 *     rₜ = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ))
 *     θₜ = θₜ₋₁ − α · rₜ √(1 − β₂ᵗ) · m̂ₜ / (√sₜ + ε)      if ρₜ ≥ 5
 *     θₜ = θₜ₋₁ − α · m̂ₜ                                   otherwise
 *
 * A `weightDecay` λ also subtracts α λ θₜ₋₁, or λ θₜ₋₁ without `scaleByLearningRate`: see `decoupledWeightDecay`.
 *
 * Zhuang et al., "AdaBelief Optimizer", NeurIPS 2020, Algorithm 2, arXiv:2010.07468.
 * Differs from the paper: ε and εᵣ are two options, as in optax. Both default to 1e-16, as in optax and the authors'
 * later code; the paper has 1e-8. The paper has no rectification; this rule follows the authors' package 0.2.1, where
 * `AdaBelief(α, weight_decay=λ)` is `{ rectify: true, weightDecay: λ }`, `fixed_decay` is `scaleByLearningRate: false`,
 * and a single ε is used for both options. AdaBelief of Flux 0.12.4 (see `fluxRule`) has no bias correction: the steps
 * are (1 − β₁ᵗ) / √(1 − β₂ᵗ) times as long as the paper's, which is 3.2 at the first step, 6.5 at the tenth and 1.3 at
 * the thousandth.
 *
 * @throws {RangeError} If an option is out of range, or `rectify` is set without `biasCorrection`
 * @example
 * const optimizer = toOptimizer(adaBelief({ learningRate: 1e-3 }))
 */
export function adaBelief(options: AdaBeliefOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(1e-3),
    beta1: unitInterval(0.9),
    beta2: unitInterval(0.999),
    epsilon: nonNegative(1e-16),
    epsilonRoot: nonNegative(1e-16),
    biasCorrection: flag(true),
    rectify: flag(false),
    ...weightDecayOptions(),
  })
  const { biasCorrection: isCorrected, rectify } = declared.values
  if (rectify && !isCorrected) {
    throw new RangeError(
      '`rectify` requires bias correction: expected `biasCorrection` to be true or absent, got false.',
    )
  }
  return elementwise({
    name: 'adaBelief',
    slots: ['m', 's'],
    options: declared,
    step(g, state, context) {
      const { t, learningRate: α, beta1: β1, beta2: β2, epsilon: ε, epsilonRoot: εr } = context
      const m = runningMean(state.m, g, β1)
      const s = runningMean(state.s, g.sub(m).square(), β2).add(εr)
      const [mHat, sHat] = isCorrected
        ? [unbiased(m, β1, t), unbiased(s, β2, t)]
        : [new Scaled(m), new Scaled(s)]
      const resultOf = (update: Expression) => ({ update: decayed(update, context), state: { m, s } })
      if (!rectify) return resultOf(mHat.scale(-α).div(sHat.sqrt().add(ε)).fold())
      const { rho: ρ, r } = rectification(β2, t)
      if (ρ < 5) return resultOf(mHat.mul(-α))
      const root = Math.sqrt(biasCorrection(β2, t))
      return resultOf(mHat.scale(-α).scale(root).div(s.sqrt().add(ε)).mul(r))
    },
  })
}
