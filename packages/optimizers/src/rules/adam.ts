import { biasCorrection } from '../numerics/bias-correction.ts'
import { fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'

export interface AdamOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** ε ≥ 0, added to the root. With 0, an element whose gradient has always been 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * Adam: steps by the mean gradient over the root of the mean squared gradient, so that every element moves about α.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√v̂ₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  v̂ₜ = vₜ / (1 − β₂ᵗ)
 *
 * Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, Algorithm 1, arXiv:1412.6980.
 *
 * Both corrections fold into two numbers, so that √v needs none: with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ,
 * α m̂ / (√v̂ + ε) = (α √c₂ / c₁) m / (√v + ε √c₂).
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adam({ learningRate: 3e-4 }))
 */
export function adam(options: AdamOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  return elementwise({
    name: 'adam',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = Math.sqrt(biasCorrection(b2, t))
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(gradient.square().mul(1 - b2))
      const direction = m.div(v.sqrt().add(epsilonAt(step) * root))
      return { update: direction.mul((-learningRate * root) / biasCorrection(b1, t)), state: { m, v } }
    },
  })
}
