import { add, div, mul, sqrt, square } from '@tensorflow/tfjs-core'
import { biasCorrection } from '../bias-correction.ts'
import { fraction, notNegative } from '../check-option.ts'
import type { Rule, StepContext } from '../rule.ts'
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
 * Kernel `TunekitNadam`: with k = √(1 − β₂ᵗ), or √((1 − β₂ᵗ) / β₂) if `beta2InRoot`, in float64: attrs `beta1`,
 * `gain1` = 1 − β₁, `beta2`, `gain2` = 1 − β₂, `epsilon` = ε k, `stepSize` = α k β₁ / (1 − β₁ᵗ⁺¹),
 * `gradientStepSize` = α k (1 − β₁) / (1 − β₁ᵗ); float32, in this order:
 *
 *     m = m · beta1 + gradient · gain1
 *     v = v · beta2 + (gradient · gradient) · gain2
 *     update = (m · −stepSize + gradient · −gradientStepSize) / (√v + epsilon)
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(nadam({ learningRate: 1e-3 }))
 */
export function nadam(options: NadamOptions = {}): Rule<'m' | 'v'> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, beta2InRoot = false } = options
  notNegative('learningRate', learningRate)
  const correction1 = biasCorrection(fraction('beta1', beta1))
  const nextCorrection1 = biasCorrection(beta1)
  const correction2 = biasCorrection(fraction('beta2', beta2))
  notNegative('epsilon', epsilon)
  if (beta2InRoot && beta2 === 0) {
    throw new RangeError('`beta2InRoot` needs a decay: expected `beta2` in (0, 1), got 0.')
  }

  const numbers = ({ t, learningRate }: StepContext) => {
    const root = Math.sqrt(beta2InRoot ? correction2(t) / beta2 : correction2(t))
    return {
      beta1,
      gain1: 1 - beta1,
      beta2,
      gain2: 1 - beta2,
      epsilon: epsilon * root,
      stepSize: (learningRate * root * beta1) / nextCorrection1(t + 1),
      gradientStepSize: (learningRate * root * (1 - beta1)) / correction1(t),
    }
  }
  return {
    name: 'nadam',
    slots: ['m', 'v'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, beta2InRoot },
    step(gradient, state, context) {
      const { gain1, gain2, epsilon, stepSize, gradientStepSize } = numbers(context)
      const m = add(mul(state.m, beta1), mul(gradient, gain1))
      const v = add(mul(state.v, beta2), mul(square(gradient), gain2))
      const ahead = add(mul(m, -stepSize), mul(gradient, -gradientStepSize))
      return { update: div(ahead, add(sqrt(v), epsilon)), state: { m, v } }
    },
    kernel(context) {
      return { name: 'TunekitNadam', attrs: numbers(context) }
    },
  }
}
