import { clone } from '@tensorflow/tfjs-core'
import type { Expression } from '../engine/expression.ts'
import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, flag, inRange, nonNegative, optional, positive, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { biasCorrection } from './running-mean.ts'

/** Options of {@link prodigy}. */
export interface ProdigyOptions {
  /** Factor γ ≥ 0 of the estimated step size: 1, or a schedule that starts or ends below 1. Default 1. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Decay β₃ of r and s in the estimate of d, in [0, 1). Default: √β₂. */
  readonly beta3?: Hyperparameter
  /** Number ε ≥ 0; d ε is added to the root. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /** Decoupled weight decay λ ≥ 0, multiplied by the step size. Default 0. */
  readonly weightDecay?: Hyperparameter
  /** Initial and smallest estimate d₀ > 0 of d. Default 1e-6. */
  readonly d0?: number
  /** Factor κ > 0 of each estimate of d, such as 0.5 or 2: the first option to tune. Default 1. */
  readonly dCoefficient?: Hyperparameter
  /** Largest factor by which d grows in a step once d is above d₀, at least 1. Default: no limit. */
  readonly growthRate?: number
  /** Whether to multiply the step size by Adam's bias correction √(1 − β₂ᵗ) / (1 − β₁ᵗ). Default false. */
  readonly biasCorrection?: boolean
  /** Whether to omit γ from the denominator of the estimate of d, for a long warm-up. Default false. */
  readonly safeguardWarmup?: boolean
}

/**
 * Prodigy: Adam with an estimated step size d, which approaches the distance between the start and the solution.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) dₜ gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) dₜ² gₜ²
 *     rₜ = β₃ rₜ₋₁ + (γ dₜ² / d₀) ⟨gₜ, θ₀ − θₜ⟩          over all variables
 *     sₜ = β₃ sₜ₋₁ + (γ dₜ² / d₀) gₜ
 *     dₜ₊₁ = max(dₜ, κ rₜ / ‖sₜ‖₁)                       ‖·‖₁ over all variables
 *     θₜ₊₁ = θₜ − γ dₜ mₜ / (√vₜ + dₜ₊₁ ε) − γ dₜ λ θₜ
 *
 * κ is `dCoefficient`. Mishchenko & Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner", ICML 2024,
 * Algorithm 4, arXiv:2306.06101, in the form of the authors' package `prodigyopt`.
 * Differs from the paper, as `prodigyopt` does: r and s have the factor γ dₜ² / d₀ instead of (1 − β₃) dₜ²; dₜ₊₁ ε is added
 * to √v.
 * Differs from optax: no bias correction by default.
 *
 * The estimate depends on the difference between the weights and the initial weights, which float32 stores to 7 digits.
 * With a d₀ far below 1e-6 times the weights, the estimate measures only rounding errors.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(prodigy({ weightDecay: 0.01 }))
 */
export function prodigy(options: ProdigyOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(1),
    beta1: unitInterval(0.9),
    beta2: unitInterval(0.999),
    beta3: optional(unitInterval()),
    epsilon: nonNegative(1e-8),
    weightDecay: nonNegative(0),
    d0: fixed(positive(1e-6)),
    dCoefficient: positive(1),
    growthRate: optional(fixed(inRange('a number of at least 1', (n) => n >= 1))),
    biasCorrection: flag(false),
    safeguardWarmup: flag(false),
  })
  type Context = ReturnType<typeof declared.at> & { readonly step: number; readonly learningRate: number }
  // Shared numbers are rounded to float32.
  const d0 = Math.fround(declared.values.d0)
  /** Returns γ d, multiplied by Adam's bias correction if `biasCorrection` is set. */
  const stepSizeOf = (
    d: number,
    { step, learningRate: γ, beta1, beta2, biasCorrection: isCorrected }: Context,
  ) => {
    const [c1, c2] = [biasCorrection(beta1, step + 1), biasCorrection(beta2, step + 1)]
    return d * γ * (isCorrected ? Math.sqrt(c2) / c1 : 1)
  }
  const beta3Of = ({ beta2, beta3 = Math.sqrt(beta2) }: Context): number => beta3
  const nextS = (s: Expression, g: Expression, d: number, context: Context): Expression => {
    const gain = (d / d0) * (context.safeguardWarmup ? d : stepSizeOf(d, context))
    return s.mul(beta3Of(context)).add(g.mul(gain))
  }

  return collective({
    name: 'prodigy',
    slots: ['m', 'v', 's', 'p0'],
    initSlots: (parameter) => ({ p0: clone(parameter) }),
    options: declared,
    shared: { d: d0, dBefore: d0, dMax: d0, dNumerator: 0 },
    sums: (g, { s, p0 }, context) => ({
      progress: g.mul(p0.sub(context.parameter)),
      size: nextS(s, g, context.shared.d, context).abs(),
    }),
    share({ d, dMax, dNumerator }, context) {
      const { dCoefficient: κ, growthRate, readTotal } = context
      const size = readTotal('size')
      // All gradients so far are 0.
      if (size === 0) return { d, dBefore: d, dMax, dNumerator }
      const gain = (d / d0) * stepSizeOf(d, context)
      const numerator = beta3Of(context) * dNumerator + gain * readTotal('progress')
      const estimate = (κ * numerator) / size
      const largest = Math.max(dMax, estimate)
      const grown = growthRate === undefined ? largest : (d === d0 ? Math.max(d, estimate) : d) * growthRate
      return { d: Math.min(largest, grown), dBefore: d, dMax: largest, dNumerator: numerator }
    },
    step(g, state, context) {
      const { parameter: θ, beta1: β1, beta2: β2, epsilon: ε, weightDecay: λ, shared } = context
      const { d: dNext, dBefore: d } = shared
      const stepSize = stepSizeOf(d, context)
      const m = state.m.mul(β1).add(g.mul(d * (1 - β1)))
      const v = state.v.mul(β2).add(g.mul(d * Math.sqrt(1 - β2)).square())
      const s = nextS(state.s, g, d, context)
      const direction = m.div(v.sqrt().add(dNext * ε))
      const update = direction.mul(-stepSize).add(θ.mul(-stepSize * λ))
      return { update, state: { m, v, s, p0: state.p0 } }
    },
  })
}
