import { biasCorrection } from '../numerics/bias-correction.ts'
import { fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'

export interface OadamOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.5. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.9. */
  readonly beta2?: Hyperparameter
  /** ε ≥ 0, added to the root. With 0, an element whose gradient has always been 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * Optimistic Adam: takes each step of Adam twice and the one before back, as if the next gradient were the same as this
 * one. In games of two players, such as GANs, it converges where Adam circles.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     pₜ = α · m̂ₜ / (√v̂ₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  v̂ₜ = vₜ / (1 − β₂ᵗ),  p₀ = 0
 *     θₜ = θₜ₋₁ − 2 pₜ + pₜ₋₁
 *
 * Daskalakis et al., "Training GANs with Optimism", ICLR 2018, Algorithm 1, arXiv:1711.00141. Flux's `OADAM` has the
 * same defaults.
 * Differs from optax's `optimistic_adam_v2(…, nesterov=False)`: its first step is p₁, the paper's is 2 p₁.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(oadam({ learningRate: 1e-3 }))
 */
export function oadam(options: OadamOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.5, beta2 = 0.9, epsilon = 1e-8 } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  return elementwise({
    name: 'oadam',
    slots: ['m', 'v', 'p'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = Math.sqrt(biasCorrection(b2, t))
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(gradient.square().mul(1 - b2))
      const direction = m.div(v.sqrt().add(epsilonAt(step) * root))
      const p = direction.mul((learningRate * root) / biasCorrection(b1, t))
      return { update: state.p.sub(p.mul(2)), state: { m, v, p } }
    },
  })
}
