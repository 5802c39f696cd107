import { fill } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { adamDirection } from './adam.ts'
import { runningMean } from './running-mean.ts'

/** Options of {@link yogi}. */
export interface YogiOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to the root. Default 1e-3. */
  readonly epsilon?: Hyperparameter
  /** The value v₀ ≥ 0 of v before the first step. Default 1e-6. */
  readonly initialAccumulator?: number
}

/**
 * Yogi: Adam with a v that changes in proportion to g², instead of g² − v, so that a few small gradients do not make
 * the steps long again.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = vₜ₋₁ − (1 − β₂) sign(vₜ₋₁ − gₜ²) gₜ²
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√v̂ₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  v̂ₜ = vₜ / (1 − β₂ᵗ)
 *
 * Zaheer et al., "Adaptive Methods for Nonconvex Optimization", NeurIPS 2018, Algorithm 2.
 * Differs from the paper: m and v have the bias correction of Adam, as in optax.
 * Differs from optax: m starts at 0. In optax, m and v start at 1e-6, so the first steps lower every element.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(yogi({ learningRate: 1e-2 }))
 */
export function yogi(options: YogiOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(1e-3),
    beta1: unitInterval(0.9),
    beta2: unitInterval(0.999),
    epsilon: nonNegative(1e-3),
    initialAccumulator: fixed(nonNegative(1e-6)),
  })
  return elementwise({
    name: 'yogi',
    slots: ['m', 'v'],
    options: declared,
    initSlots: ({ shape }) => ({ v: fill(shape, declared.values.initialAccumulator) }),
    step(g, state, context) {
      const { learningRate: α, beta1: β1, beta2: β2 } = context
      const m = runningMean(state.m, g, β1)
      const square = g.square()
      const change = square.mul(1 - β2)
      // Comparisons are also correct for an infinite square, unlike the sign of a difference.
      const lower = state.v.whereGreater(square, state.v.sub(change), state.v)
      const v = square.whereGreater(state.v, state.v.add(change), lower)
      return { update: adamDirection(m, v, context).mul(-α), state: { m, v } }
    },
  })
}
