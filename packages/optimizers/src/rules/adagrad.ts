import { fill } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link adagrad}. */
export interface AdagradOptions {
  /** Step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** Rate η ≥ 0 at which the step size decreases with the number of a parameter's updates. Default 0. */
  readonly learningRateDecay?: Hyperparameter
  /** The sum of squares before the first step, a number ≥ 0. Default 0. */
  readonly initialAccumulator?: number
  /** Number ε ≥ 0, added to the root. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-10. */
  readonly epsilon?: Hyperparameter
}

/**
 * AdaGrad: divides the gradient by the root of the sum of all squared gradients. Rare features keep large steps.
 *
 *     sₜ = sₜ₋₁ + gₜ²        s₀ = `initialAccumulator`
 *     θₜ = θₜ₋₁ − α / (1 + (t − 1) η) · gₜ / (√sₜ + ε)
 *
 * Duchi et al., "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 12, 2011, Figure 1
 * without regularization and projection.
 * Differs from the paper: η is added, as in torch.
 * Differs from Keras, tfjs and optax: their sum starts at 0.1, and they add ε under the root. Flux 0.12.4: see `fluxRule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adagrad({ learningRate: 0.1 }))
 */
export function adagrad(options: AdagradOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(1e-2),
    learningRateDecay: nonNegative(0),
    initialAccumulator: fixed(nonNegative(0)),
    epsilon: nonNegative(1e-10),
  })
  return elementwise({
    name: 'adagrad',
    slots: ['s'],
    options: declared,
    initSlots: ({ shape }) => ({ s: fill(shape, declared.values.initialAccumulator) }),
    step(g, state, { t, learningRate: α, learningRateDecay: η, epsilon: ε }) {
      const s = state.s.add(g.square())
      return { update: g.mul(-(α / (1 + (t - 1) * η))).div(s.sqrt().add(ε)), state: { s } }
    },
  })
}
