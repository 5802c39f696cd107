import { add, div, mul, sqrt, square } from '@tensorflow/tfjs-core'
import { biasCorrection } from '../bias-correction.ts'
import { fraction, notNegative } from '../check-option.ts'
import type { Rule, StepContext } from '../rule.ts'

export interface AdamOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: number
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: number
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: number
  /** ε ≥ 0, added to the root. With 0, an element whose gradient has always been 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: number
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
 * Kernel `TunekitAdam`: both corrections fold into the numbers, so that √v needs none. With c₁ = 1 − β₁ᵗ and
 * c₂ = 1 − β₂ᵗ, in float64: attrs `beta1`, `gain1` = 1 − β₁, `beta2`, `gain2` = 1 − β₂, `epsilon` = ε √c₂,
 * `stepSize` = α √c₂ / c₁; float32, in this order:
 *
 *     m = m · beta1 + gradient · gain1
 *     v = v · beta2 + (gradient · gradient) · gain2
 *     update = (m / (√v + epsilon)) · −stepSize
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adam({ learningRate: 3e-4 }))
 */
export function adam(options: AdamOptions = {}): Rule<'m' | 'v'> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  notNegative('learningRate', learningRate)
  const correction1 = biasCorrection(fraction('beta1', beta1))
  const correction2 = biasCorrection(fraction('beta2', beta2))
  notNegative('epsilon', epsilon)

  const numbers = ({ t, learningRate }: StepContext) => {
    const root = Math.sqrt(correction2(t))
    return {
      beta1,
      gain1: 1 - beta1,
      beta2,
      gain2: 1 - beta2,
      epsilon: epsilon * root,
      stepSize: (learningRate * root) / correction1(t),
    }
  }
  return {
    name: 'adam',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon },
    step(gradient, state, context) {
      const { gain1, gain2, epsilon, stepSize } = numbers(context)
      const m = add(mul(state.m, beta1), mul(gradient, gain1))
      const v = add(mul(state.v, beta2), mul(square(gradient), gain2))
      return { update: mul(div(m, add(sqrt(v), epsilon)), -stepSize), state: { m, v } }
    },
    kernel(context) {
      return { name: 'TunekitAdam', attrs: numbers(context) }
    },
  }
}
