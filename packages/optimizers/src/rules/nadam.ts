import { biasCorrection } from '../bias-correction.ts'
import { flag, fraction, notNegative } from '../check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../rule.ts'
import type { AdamOptions } from './adam.ts'

export interface NadamOptions extends AdamOptions {
  /** Whether β₂ multiplies v̂ under the root, as in Dozat's Algorithm 2 and Flux. Default false, as in optax. */
  readonly beta2InRoot?: boolean
}

/**
 * NAdam: Adam with Nesterov momentum, which looks one step of the mean gradient ahead.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     θₜ = θₜ₋₁ − α · (β₁ mₜ / (1 − β₁ᵗ⁺¹) + (1 − β₁) gₜ / (1 − β₁ᵗ)) / (√v̂ₜ + ε),    v̂ₜ = vₜ / (1 − β₂ᵗ)
 *
 * Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop 2016, Algorithm 2 with a constant β₁.
 * Differs from the paper: v̂ lacks a factor β₂ (see `beta2InRoot`), as in optax's `nadam`.
 * Differs from torch and Keras: their β₁ warms up over the first steps (torch's `momentum_decay`), ours is constant.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(nadam({ learningRate: 1e-3 }))
 */
export function nadam(options: NadamOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, beta2InRoot = false } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  flag('beta2InRoot', beta2InRoot)
  if (beta2InRoot && beta2 === 0) {
    throw new RangeError('`beta2InRoot` needs a decay: expected `beta2` in (0, 1), got 0.')
  }
  return elementwise({
    name: 'nadam',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, beta2InRoot },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = Math.sqrt(biasCorrection(b2, t) / (beta2InRoot ? b2 : 1))
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(gradient.square().mul(1 - b2))
      const ofMean = (-learningRate * root * b1) / biasCorrection(b1, t + 1)
      const ofGradient = (-learningRate * root * (1 - b1)) / biasCorrection(b1, t)
      const ahead = m.mul(ofMean).add(gradient.mul(ofGradient))
      return { update: ahead.div(v.sqrt().add(epsilonAt(step) * root)), state: { m, v } }
    },
  })
}
