import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { runningMean } from './running-mean.ts'

/** Options of {@link rmsprop}. */
export interface RmspropOptions {
  /** Step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** Decay ρ of the mean squared gradient, in [0, 1); called `alpha` in torch. Default 0.99. */
  readonly decay?: Hyperparameter
  /** Number ε ≥ 0, added to the root. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /**
   * Whether to divide by the root of the gradient's variance, instead of by the root of the mean square. Default false.
   */
  readonly centered?: boolean
  /** Momentum μ: the fraction of the buffer b that each step keeps, in [0, 1). Default 0: no buffer. */
  readonly momentum?: Hyperparameter
}

/**
 * RMSProp: divides the gradient by the root of its mean square.
 *
 *     vₜ = ρ vₜ₋₁ + (1 − ρ) gₜ²
 *     bₜ = μ bₜ₋₁ + gₜ / (√vₜ + ε)
 *     θₜ = θₜ₋₁ − α bₜ
 *
 * `centered` divides by the variance, which is the mean square minus the square of the mean. torch computes this
 * difference; this rule computes an equal sum, which float32 rounding cannot make negative:
 *
 *     vₜ = ρ (vₜ₋₁ + (1 − ρ) (gₜ − mₜ₋₁)²)
 *     mₜ = ρ mₜ₋₁ + (1 − ρ) gₜ
 *
 * Tieleman & Hinton, "Lecture 6.5: RMSProp", COURSERA: Neural Networks for Machine Learning, 2012; centered and with
 * momentum: Graves, "Generating Sequences With Recurrent Neural Networks", 2013, equations 38–41, arXiv:1308.0850.
 * Differs from Graves: ε is outside the root, as in torch, and α is outside the buffer.
 * Differs from Keras and tfjs, which add ε under the root, as optax's `rmsprop` does by default; optax decays by 0.9.
 * Flux 0.12.4: see `fluxRule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(rmsprop({ learningRate: 1e-3, momentum: 0.9 }))
 */
export function rmsprop(options: RmspropOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(1e-2),
    decay: unitInterval(0.99),
    epsilon: nonNegative(1e-8),
    centered: flag(false),
    momentum: unitInterval(0),
  })
  const { centered, momentum } = declared.values
  return elementwise({
    name: 'rmsprop',
    slots: ['v', ...(centered ? ['m' as const] : []), ...(momentum === 0 ? [] : ['b' as const])],
    options: declared,
    step(g, state, { learningRate: α, decay: ρ, epsilon: ε, momentum: μ }) {
      const deviation = centered ? g.sub(state.m) : g
      const v = state.v.mul(ρ).add(deviation.square().mul(centered ? ρ * (1 - ρ) : 1 - ρ))
      const direction = g.div(v.sqrt().add(ε))
      const b = momentum === 0 ? direction : state.b.mul(μ).add(direction)
      const m = centered ? runningMean(state.m, g, ρ) : g
      return { update: b.mul(-α), state: { v, m, b } }
    },
  })
}
