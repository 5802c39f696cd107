import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { adamDirection } from './adam.ts'
import { runningMean } from './running-mean.ts'

/** Options of {@link oadam}. */
export interface OadamOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.5. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.9. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to the root. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * Optimistic Adam: takes Adam's step twice and undoes the previous step, as if the next gradient were equal to this
 * gradient. In two-player games, such as GANs, this rule converges where Adam circles.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     pₜ = α · m̂ₜ / (√v̂ₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  v̂ₜ = vₜ / (1 − β₂ᵗ),  p₀ = 0
 *     θₜ = θₜ₋₁ − 2 pₜ + pₜ₋₁
 *
 * Daskalakis et al., "Training GANs with Optimism", ICLR 2018, Algorithm 1, arXiv:1711.00141. Flux's `OADAM` has the
 * same defaults.
 * Differs from optax's `optimistic_adam_v2(…, nesterov=False)`, whose first step is p₁ instead of 2 p₁.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(oadam({ learningRate: 1e-3 }))
 */
export function oadam(options: OadamOptions = {}): Rule {
  return elementwise({
    name: 'oadam',
    slots: ['m', 'v', 'p'],
    options: declareOptions(options, {
      learningRate: nonNegative(1e-3),
      beta1: unitInterval(0.5),
      beta2: unitInterval(0.9),
      epsilon: nonNegative(1e-8),
    }),
    step(g, state, context) {
      const { learningRate: α, beta1: β1, beta2: β2 } = context
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, g.square(), β2)
      const p = adamDirection(m, v, context).mul(α)
      return { update: state.p.sub(p.mul(2)), state: { m, v, p } }
    },
  })
}
