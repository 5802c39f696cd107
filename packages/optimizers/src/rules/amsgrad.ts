import { fill } from '@tensorflow/tfjs-core'
import { biasCorrection } from '../numerics/bias-correction.ts'
import { constant, flag, fraction, notNegative } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import type { AdamOptions } from './adam.ts'

export interface AmsgradOptions extends AdamOptions {
  /** Whether m and the maximum of v are divided by 1 − βᵗ. Default true. */
  readonly biasCorrection?: boolean
  /** What m, v and the maximum of v start with, a number ≥ 0. Default 0. */
  readonly initialAccumulator?: number
}

/**
 * AMSGrad: Adam that divides by the largest mean square so far, so that its step size never grows again.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     uₜ = max(uₜ₋₁, vₜ)
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√ûₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  ûₜ = uₜ / (1 − β₂ᵗ)
 *
 * Reddi et al., "On the Convergence of Adam and Beyond", ICLR 2018, Algorithm 2, arXiv:1904.09237.
 * Differs from the paper: m and u are corrected for their start at 0, as in torch's `Adam(amsgrad=True)`, and ε is
 * added; `{ biasCorrection: false, epsilon: 0 }` is the paper's.
 * Differs from optax: its maximum is that of the corrected means v̂.
 * Flux 0.12.4's `AMSGrad(η, β)` is `{ learningRate: η, biasCorrection: false, initialAccumulator: 1e-8 }`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(amsgrad({ learningRate: 1e-3 }))
 */
export function amsgrad(options: AmsgradOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const { biasCorrection: corrected = true, initialAccumulator = 0 } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  flag('biasCorrection', corrected)
  constant('initialAccumulator', initialAccumulator)
  return elementwise({
    name: 'amsgrad',
    slots: ['m', 'v', 'u'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, biasCorrection: corrected, initialAccumulator },
    initSlots({ shape }) {
      const start = fill(shape, initialAccumulator)
      return { m: start, v: start, u: start }
    },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = corrected ? Math.sqrt(biasCorrection(b2, t)) : 1
      const stepSize = corrected ? (learningRate * root) / biasCorrection(b1, t) : learningRate
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(gradient.square().mul(1 - b2))
      const u = state.u.maximum(v)
      const direction = m.div(u.sqrt().add(epsilonAt(step) * root))
      return { update: direction.mul(-stepSize), state: { m, v, u } }
    },
  })
}
