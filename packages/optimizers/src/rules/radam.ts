import { biasCorrection } from '../numerics/bias-correction.ts'
import { power } from '../numerics/power.ts'
import { atLeast, fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import type { AdamOptions } from './adam.ts'

export interface RadamOptions extends AdamOptions {
  /** Up to which ρ the steps are those of the mean gradient alone, at least 4. Default 5, as in torch; the paper has 4. */
  readonly rectificationThreshold?: Hyperparameter
}

/** The largest float32. */
const largest = (2 - 2 ** -23) * 2 ** 127

/**
 * RAdam: Adam that starts with plain momentum and lengthens its steps as its mean square becomes reliable: a warm-up of
 * the learning rate without a schedule.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ),    ρ∞ = 2 / (1 − β₂) − 1
 *     rₜ = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ))
 *     θₜ = θₜ₋₁ − α · rₜ · m̂ₜ / (√v̂ₜ + ε)        if ρₜ > `rectificationThreshold`
 *     θₜ = θₜ₋₁ − α · m̂ₜ                          otherwise
 *
 * m̂ and v̂ as in Adam. With β₂ = 0.999, the second line holds for five steps, or four with a threshold of 4. It does not
 * divide by the root: large gradients make large steps there.
 *
 * Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020, Algorithm 2, arXiv:1908.03265.
 * Differs from the paper: ε, which it lacks, and the threshold of 5, as in torch and optax.
 * Differs from torch: it adds ε to √v instead of √v̂ (as optax does, and Flux), so its ε weighs more in early steps.
 * Flux 0.12.4's `RADAM(η, β)` is `{ learningRate: η, rectificationThreshold: 4 }`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(radam({ learningRate: 1e-3 }))
 */
export function radam(options: RadamOptions = {}): Rule {
  const {
    learningRate = 1e-3,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    rectificationThreshold = 5,
  } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  const thresholdAt = atLeast(4, 'rectificationThreshold', rectificationThreshold)
  return elementwise({
    name: 'radam',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, rectificationThreshold },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = Math.sqrt(biasCorrection(b2, t))
      const rectification = rectify(b2, t, thresholdAt(step))
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(gradient.square().mul(1 - b2))
      // Without rectification the divisor is min(√v, 0) + 1: the same formula with other numbers.
      const [limit, added, factor] =
        rectification === undefined ? [0, 1, 1] : [largest, epsilonAt(step) * root, rectification * root]
      const direction = m.div(v.sqrt().minimum(limit).add(added))
      return { update: direction.mul((-learningRate * factor) / biasCorrection(b1, t)), state: { m, v } }
    },
  })
}

/** rₜ, or undefined up to the threshold. */
function rectify(beta2: number, t: number, threshold: number): number | undefined {
  const end = 2 / (1 - beta2) - 1
  const now = end - (2 * t * power(beta2, t)) / biasCorrection(beta2, t)
  if (now <= threshold) return undefined
  return Math.sqrt((((now - 4) * (now - 2)) / ((end - 4) * (end - 2))) * (end / now))
}
