import { biasCorrection } from '../numerics/bias-correction.ts'
import { power } from '../numerics/power.ts'
import { flag, fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import { weightDecayOf } from '../transforms/weight-decay.ts'
import type { WeightDecayOptions } from '../transforms/weight-decay.ts'

export interface AdaBeliefOptions extends WeightDecayOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the squared surprise, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** ε ≥ 0, added to the root. Default 1e-16. */
  readonly epsilon?: Hyperparameter
  /** εᵣ ≥ 0, added to s at every step, under the root. Default 1e-16. */
  readonly epsilonRoot?: Hyperparameter
  /** Whether m and s are divided by 1 − βᵗ. Default true. */
  readonly biasCorrection?: boolean
  /** Whether the first steps are rectified as RAdam's are. Needs `biasCorrection`. Default false. */
  readonly rectify?: boolean
}

/**
 * AdaBelief: Adam that divides by how much a gradient SURPRISES its own running mean.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     sₜ = β₂ sₜ₋₁ + (1 − β₂) (gₜ − mₜ)² + εᵣ
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√ŝₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  ŝₜ = sₜ / (1 − β₂ᵗ)
 *
 * With `rectify`, which begins like plain momentum and warms up:
 *
 *     ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ),    ρ∞ = 2 / (1 − β₂) − 1
 *     rₜ = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ))
 *     θₜ = θₜ₋₁ − α · rₜ √(1 − β₂ᵗ) · m̂ₜ / (√sₜ + ε)      if ρₜ ≥ 5
 *     θₜ = θₜ₋₁ − α · m̂ₜ                                   otherwise
 *
 * A `weightDecay` λ takes away α λ θₜ₋₁ besides, or λ θₜ₋₁ without `scaleByLearningRate`: see
 * `decoupledWeightDecay`.
 *
 * Zhuang et al., "AdaBelief Optimizer", NeurIPS 2020, Algorithm 2, arXiv:2010.07468.
 * Differs from the paper: ε and εᵣ are two options (as in optax) and default to 1e-16, as in optax and the authors'
 * later code; the paper has both at 1e-8. The rectification, which the paper lacks, is that of the authors' code 0.2.1:
 * their `AdaBelief(α, weight_decay=λ)` is `{ rectify: true, weightDecay: λ }`, `fixed_decay` is
 * `scaleByLearningRate: false`, and their one ε is both of ours.
 * Flux 0.12.4's `AdaBelief(α)` is `{ biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 }`: its steps are
 * (1 − β₁ᵗ) / √(1 − β₂ᵗ) times as long as the paper's, which is 3.2 at the first step, 6.5 at the tenth, 1.3 at the
 * thousandth.
 *
 * @throws {RangeError} If an option is out of range, or `rectify` is set without `biasCorrection`
 * @example
 * const optimizer = toOptimizer(adaBelief({ learningRate: 1e-3 }))
 */
export function adaBelief(options: AdaBeliefOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-16, epsilonRoot = 1e-16 } = options
  const { biasCorrection: corrected = true, rectify = false } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  const epsilonRootAt = notNegative('epsilonRoot', epsilonRoot)
  flag('biasCorrection', corrected)
  flag('rectify', rectify)
  if (rectify && !corrected) {
    throw new RangeError(
      '`rectify` needs bias correction: expected `biasCorrection` to be true or absent, got false.',
    )
  }
  const { decay, options: decayOptions } = weightDecayOf(options)
  return elementwise({
    name: 'adaBelief',
    slots: ['m', 's'],
    learningRate,
    options: {
      learningRate,
      beta1,
      beta2,
      epsilon,
      epsilonRoot,
      biasCorrection: corrected,
      rectify,
      ...decayOptions,
    },
    step(gradient, state, context) {
      const { t, step, learningRate } = context
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = corrected ? Math.sqrt(biasCorrection(b2, t)) : 1
      const stepSize = corrected ? learningRate / biasCorrection(b1, t) : learningRate
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const surprise = gradient.sub(m).square()
      const s = state.s
        .mul(b2)
        .add(surprise.mul(1 - b2))
        .add(epsilonRootAt(step))
      const rectification = rectify ? rectificationOf(b2, t) : 1
      if (rectification === undefined) return { update: decay(m.mul(-stepSize), context), state: { m, s } }
      const direction = m.div(s.sqrt().add(epsilonAt(step) * (rectify ? 1 : root)))
      const update = direction.mul(-stepSize * root * rectification)
      return { update: decay(update, context), state: { m, s } }
    },
  })
}

/** rₜ, or undefined where ρₜ < 5. */
function rectificationOf(beta2: number, t: number): number | undefined {
  const end = 2 / (1 - beta2) - 1
  const now = end - (2 * t * power(beta2, t)) / biasCorrection(beta2, t)
  if (now < 5) return undefined
  return Math.sqrt(((now - 4) / (end - 4)) * ((now - 2) / (end - 2)) * (end / now))
}
