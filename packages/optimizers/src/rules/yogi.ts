import { fill } from '@tensorflow/tfjs-core'
import { biasCorrection } from '../numerics/bias-correction.ts'
import { constant, fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'

export interface YogiOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** ε ≥ 0, added to the root. Default 1e-3. */
  readonly epsilon?: Hyperparameter
  /** v₀ ≥ 0. Default 1e-6. */
  readonly initialAccumulator?: number
}

/**
 * Yogi: Adam whose squared gradient moves by a share of g², not of its distance to it, so that a few small gradients do
 * not make steps long again.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = vₜ₋₁ − (1 − β₂) sign(vₜ₋₁ − gₜ²) gₜ²
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√v̂ₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  v̂ₜ = vₜ / (1 − β₂ᵗ)
 *
 * Zaheer et al., "Adaptive Methods for Nonconvex Optimization", NeurIPS 2018, Algorithm 2.
 * Differs from the paper: m and v are corrected as Adam's are, as in optax.
 * Differs from optax: m starts at 0; optax starts it at 1e-6, as v, which pulls every element down at first.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(yogi({ learningRate: 1e-2 }))
 */
export function yogi(options: YogiOptions = {}): Rule {
  const {
    learningRate = 1e-3,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-3,
    initialAccumulator = 1e-6,
  } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  constant('initialAccumulator', initialAccumulator)
  return elementwise({
    name: 'yogi',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, initialAccumulator },
    initSlots: ({ shape }) => ({ v: fill(shape, initialAccumulator) }),
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = Math.sqrt(biasCorrection(b2, t))
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const square = gradient.square()
      const change = square.mul(1 - b2)
      // Comparisons, not the sign of a difference: they hold for an infinite square too.
      const lower = state.v.whereGreater(square, state.v.sub(change), state.v)
      const v = square.whereGreater(state.v, state.v.add(change), lower)
      const direction = m.div(v.sqrt().add(epsilonAt(step) * root))
      return { update: direction.mul((-learningRate * root) / biasCorrection(b1, t)), state: { m, v } }
    },
  })
}
