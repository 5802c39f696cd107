import { biasCorrection } from '../numerics/bias-correction.ts'
import { power, realPower } from '../numerics/power.ts'
import { constant, flag, fraction, notNegative } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import type { AdamOptions } from './adam.ts'

export interface NadamOptions extends AdamOptions {
  /** Whether β₂ multiplies v̂ under the root, as in Dozat's Algorithm 2 and Flux. Default false, as in optax. */
  readonly beta2InRoot?: boolean
  /** How fast the momentum warms up to β₁, a number ψ ≥ 0. Default 0: it is β₁ from the first step on. */
  readonly momentumDecay?: number
}

/**
 * NAdam: Adam with Nesterov momentum, which looks one step of the mean gradient ahead.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     nₜ = μₜ₊₁ mₜ / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) gₜ / (1 − μ₁ ⋯ μₜ)
 *     θₜ = θₜ₋₁ − α · nₜ / (√v̂ₜ + ε),    v̂ₜ = vₜ / (1 − β₂ᵗ)
 *     μₜ = β₁                            or, with ψ > 0, μₜ = β₁ (1 − ½ · 0.96^(ψ t))
 *
 * Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop 2016, Algorithm 2.
 * Differs from the paper: v̂ lacks a factor β₂ (see `beta2InRoot`), as in optax's `nadam`; and m is a mean by β₁, as in
 * torch and Keras, where the paper takes μₜ.
 * Differs from torch and Keras: μ is constant by default, as in optax and Flux. ψ is torch's `momentum_decay`, 4e-3 by
 * default there, and 1 in Keras. Without ψ ours is β₁; torch's with 0 is ½ β₁.
 * Flux 0.12.4's `NADAM(η, β)` is `{ learningRate: η, beta2InRoot: true }`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(nadam({ learningRate: 2e-3, momentumDecay: 4e-3 }))
 */
export function nadam(options: NadamOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const { beta2InRoot = false, momentumDecay = 0 } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  flag('beta2InRoot', beta2InRoot)
  if (beta2InRoot && beta2 === 0) {
    throw new RangeError('`beta2InRoot` needs a decay: expected `beta2` in (0, 1), got 0.')
  }
  constant('momentumDecay', momentumDecay)
  const warmup = createWarmup(momentumDecay)
  return elementwise({
    name: 'nadam',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, beta2InRoot, momentumDecay },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = Math.sqrt(biasCorrection(b2, t) / (beta2InRoot ? b2 : 1))
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const v = state.v.mul(b2).add(gradient.square().mul(1 - b2))
      const correction = (t: number): number => 1 - power(b1, t) * warmup.product(t)
      const ofMean = (-learningRate * root * (b1 * warmup.factor(t + 1))) / correction(t + 1)
      const ofGradient = (-learningRate * root * (1 - b1 * warmup.factor(t))) / correction(t)
      const ahead = m.mul(ofMean).add(gradient.mul(ofGradient))
      return { update: ahead.div(v.sqrt().add(epsilonAt(step) * root)), state: { m, v } }
    },
  })
}

/** μₜ / β₁, and the product of those up to t. */
function createWarmup(momentumDecay: number): { factor(t: number): number; product(t: number): number } {
  if (momentumDecay === 0) return { factor: () => 1, product: () => 1 }
  const base = realPower(0.96, momentumDecay)
  const factor = (t: number): number => 1 - power(base, t) / 2
  // A function of t alone, so that training goes on from saved state with the same bits. It soon stays the same for
  // good: once the factors are 1, or the product is 0.
  const products = [1, factor(1)]
  return {
    factor,
    product(t) {
      while (products.length <= t && products.at(-1) !== products.at(-2)) {
        products.push(products.at(-1)! * factor(products.length))
      }
      return products[Math.min(t, products.length - 1)]
    },
  }
}
