import type { Expression } from '../engine/expression.ts'
import type { Rule } from '../engine/rule.ts'
import type { Scaled } from '../engine/scaled.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative, unitInterval } from '../options/option.ts'
import type { NumberOption } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { runningMean, unbiased } from './running-mean.ts'

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to the root. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * Adam: divides the mean gradient by the root of the mean squared gradient, so that every element moves by about α.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√v̂ₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  v̂ₜ = vₜ / (1 − β₂ᵗ)
 *
 * Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, Algorithm 1, arXiv:1412.6980.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adam({ learningRate: 3e-4 }))
 */
export function adam(options: AdamOptions = {}): Rule {
  return elementwise({
    name: 'adam',
    slots: ['m', 'v'],
    options: declareOptions(options, adamOptions()),
    step(g, state, context) {
      const { learningRate: α, beta1: β1, beta2: β2 } = context
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, g.square(), β2)
      return { update: adamDirection(m, v, context).mul(-α), state: { m, v } }
    },
  })
}

/** Declares {@link AdamOptions}. */
export function adamOptions(): Readonly<Record<keyof AdamOptions, NumberOption>> {
  return {
    learningRate: nonNegative(1e-3),
    beta1: unitInterval(0.9),
    beta2: unitInterval(0.999),
    epsilon: nonNegative(1e-8),
  }
}

/**
 * Returns m̂ / (√v̂ + ε), the direction of Adam and related rules.
 *
 * @param m A running mean with decay β₁
 * @param v A running mean of squares with decay β₂, such as Adam's v, or its maximum, such as AMSGrad's u
 */
export function adamDirection(
  m: Expression,
  v: Expression,
  { t, beta1, beta2, epsilon }: Readonly<Record<'t' | 'beta1' | 'beta2' | 'epsilon', number>>,
): Scaled {
  const [mHat, vHat] = [unbiased(m, beta1, t), unbiased(v, beta2, t)]
  return mHat.div(vHat.sqrt().add(epsilon))
}
