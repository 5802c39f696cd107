import { flag, fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'

export interface RmspropOptions {
  /** Step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** Decay ρ of the mean squared gradient, in [0, 1); torch's alpha. Default 0.99. */
  readonly decay?: Hyperparameter
  /** ε ≥ 0, added to the root. With 0, an element whose gradient has always been 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /** Whether to divide by the root of the gradient's variance instead of its mean square. Default false. */
  readonly centered?: boolean
  /** How much of the buffer b each step keeps, μ in [0, 1). Default 0: no buffer. */
  readonly momentum?: Hyperparameter
}

/**
 * RMSProp: divides the gradient by the root of its mean square.
 *
 *     vₜ = ρ vₜ₋₁ + (1 − ρ) gₜ²
 *     bₜ = μ bₜ₋₁ + gₜ / (√vₜ + ε)
 *     θₜ = θₜ₋₁ − α bₜ
 *
 * `centered` takes the square of the mean gradient away from the mean square, which leaves the variance. It is the
 * difference that torch computes, but as a sum, which float32 rounding cannot make negative:
 *
 *     vₜ = ρ (vₜ₋₁ + (1 − ρ) (gₜ − mₜ₋₁)²)
 *     mₜ = ρ mₜ₋₁ + (1 − ρ) gₜ
 *
 * Tieleman & Hinton, "Lecture 6.5: RMSProp", COURSERA: Neural Networks for Machine Learning, 2012; centered and with
 * momentum: Graves, "Generating Sequences With Recurrent Neural Networks", 2013, equations 38–41, arXiv:1308.0850.
 * Differs from Graves: ε stands outside the root, as in torch, and α outside the buffer.
 * Differs from Keras and tfjs: they add ε under the root. optax's `rmsprop` does too by default, and decays by 0.9.
 * Flux 0.12.4's `RMSProp(η, ρ)` is `{ learningRate: η, decay: ρ }`, its defaults are 1e-3 and 0.9.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(rmsprop({ learningRate: 1e-3, momentum: 0.9 }))
 */
export function rmsprop(options: RmspropOptions = {}): Rule {
  const { learningRate = 1e-2, decay = 0.99, epsilon = 1e-8, centered = false, momentum = 0 } = options
  notNegative('learningRate', learningRate)
  const decayAt = fraction('decay', decay)
  const epsilonAt = notNegative('epsilon', epsilon)
  flag('centered', centered)
  const momentumAt = fraction('momentum', momentum)
  return elementwise({
    name: 'rmsprop',
    slots: ['v', ...(centered ? ['m' as const] : []), ...(momentum === 0 ? [] : ['b' as const])],
    learningRate,
    options: { learningRate, decay, epsilon, centered, momentum },
    step(gradient, state, { step, learningRate }) {
      const kept = decayAt(step)
      const surprise = centered ? gradient.sub(state.m) : gradient
      const v = state.v.mul(kept).add(surprise.square().mul(centered ? kept * (1 - kept) : 1 - kept))
      const direction = gradient.div(v.sqrt().add(epsilonAt(step)))
      const b = momentum === 0 ? direction : state.b.mul(momentumAt(step)).add(direction)
      const m = centered ? state.m.mul(kept).add(gradient.mul(1 - kept)) : gradient
      return { update: b.mul(-learningRate), state: { v, m, b } }
    },
  })
}
