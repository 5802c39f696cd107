import { fill } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, flag, nonNegative } from '../options/option.ts'
import { adamDirection, adamOptions } from './adam.ts'
import type { AdamOptions } from './adam.ts'
import { runningMean } from './running-mean.ts'

/** Options of {@link amsgrad}. */
export interface AmsgradOptions extends AdamOptions {
  /** Whether to correct m and the maximum of v for their start at 0, by 1 − βᵗ. Default true. */
  readonly biasCorrection?: boolean
  /** The values of m, v and the maximum of v before the first step, a number ≥ 0. Default 0. */
  readonly initialAccumulator?: number
}

/**
 * AMSGrad: Adam that divides by the largest mean square so far, so that the step size never grows again.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     uₜ = max(uₜ₋₁, vₜ)
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√ûₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  ûₜ = uₜ / (1 − β₂ᵗ)
 *
 * Reddi et al., "On the Convergence of Adam and Beyond", ICLR 2018, Algorithm 2, arXiv:1904.09237.
 * Differs from the paper: m and u are corrected for their start at 0, as in torch's `Adam(amsgrad=True)`, and ε is
 * added; `{ biasCorrection: false, epsilon: 0 }` is the rule of the paper.
 * Differs from optax, which takes the maximum of the corrected means v̂. Flux 0.12.4: see `fluxRule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(amsgrad({ learningRate: 1e-3 }))
 */
export function amsgrad(options: AmsgradOptions = {}): Rule {
  const declared = declareOptions(options, {
    ...adamOptions(),
    biasCorrection: flag(true),
    initialAccumulator: fixed(nonNegative(0)),
  })
  return elementwise({
    name: 'amsgrad',
    slots: ['m', 'v', 'u'],
    options: declared,
    initSlots({ shape }) {
      const start = fill(shape, declared.values.initialAccumulator)
      return { m: start, v: start, u: start }
    },
    step(g, state, context) {
      const { learningRate: α, beta1: β1, beta2: β2, biasCorrection: isCorrected } = context
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, g.square(), β2)
      const u = state.u.maximum(v)
      // With β = 0, the bias correction 1 − βᵗ is 1.
      const direction = adamDirection(m, u, isCorrected ? context : { ...context, beta1: 0, beta2: 0 })
      return { update: direction.mul(-α), state: { m, v, u } }
    },
  })
}
