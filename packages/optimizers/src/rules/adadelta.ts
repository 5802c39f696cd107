import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative, positive, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { runningMean } from './running-mean.ts'

/** Options of {@link adadelta}. */
export interface AdadeltaOptions {
  /** Step size α ≥ 0. Default 1. */
  readonly learningRate?: Hyperparameter
  /** Decay ρ of both means, in [0, 1). Default 0.9. */
  readonly decay?: Hyperparameter
  /** Number ε > 0, added to both means under the root. Determines the size of the first steps. Default 1e-6. */
  readonly epsilon?: Hyperparameter
}

/**
 * Adadelta: multiplies the gradient by the ratio of past steps to past gradients. The step then has the parameter's unit
 * and needs no learning rate.
 *
 *     vₜ = ρ vₜ₋₁ + (1 − ρ) gₜ²
 *     xₜ = gₜ · √(dₜ₋₁ + ε) / √(vₜ + ε)
 *     dₜ = ρ dₜ₋₁ + (1 − ρ) xₜ²
 *     θₜ = θₜ₋₁ − α xₜ
 *
 * Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012, Algorithm 1, arXiv:1212.5701.
 * Differs from the paper: the step is multiplied by α, as in torch, but d does not depend on α. The paper has no α,
 * which is equal to the default of 1, and uses ρ = 0.95 in its experiments.
 * Differs from tfjs, which divides by the mean square without the current gradient. Flux 0.12.4: see `fluxRule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adadelta())
 */
export function adadelta(options: AdadeltaOptions = {}): Rule {
  return elementwise({
    name: 'adadelta',
    slots: ['v', 'd'],
    options: declareOptions(options, {
      learningRate: nonNegative(1),
      decay: unitInterval(0.9),
      epsilon: positive(1e-6),
    }),
    step(g, state, { learningRate: α, decay: ρ, epsilon: ε }) {
      const v = runningMean(state.v, g.square(), ρ)
      const x = state.d.add(ε).div(v.add(ε)).sqrt().mul(g)
      const d = runningMean(state.d, x.square(), ρ)
      return { update: x.mul(-α), state: { v, d } }
    },
  })
}
