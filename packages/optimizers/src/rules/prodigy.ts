import { clone } from '@tensorflow/tfjs-core'
import type { Expression } from '../engine/expression.ts'
import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, flag, inRange, nonNegative, optional, positive, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { biasCorrection } from './running-mean.ts'

export interface ProdigyOptions {
  /** Factor γ ≥ 0 of the step size that is found: 1, or a schedule that starts or ends below it. Default 1. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Decay β₃ of what d is found by, in [0, 1). Default √β₂. */
  readonly beta3?: Hyperparameter
  /** ε ≥ 0, times d added to the root. With 0, an element whose gradient has always been 0 becomes NaN. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /** Decay λ ≥ 0 beside the update, times the step size. Default 0. */
  readonly weightDecay?: Hyperparameter
  /** First estimate of d, > 0, which it never falls below. Default 1e-6. */
  readonly d0?: number
  /** Factor > 0 of each estimate of d: the best way to tune it, 0.5 or 2 for example. Default 1. */
  readonly dCoefficient?: Hyperparameter
  /** By how much d may grow in a step at most, ≥ 1, once it has left d₀. Default: no limit. */
  readonly growthRate?: number
  /** Whether the step size has Adam's bias correction √(1 − β₂ᵗ) / (1 − β₁ᵗ). Default false. */
  readonly biasCorrection?: boolean
  /** Whether γ is left out of the denominator of d's estimate, for a long warm-up. Default false. */
  readonly safeguardWarmup?: boolean
}

/**
 * Prodigy: Adam that finds its step size d by itself, as an estimate of how far the solution is from the start.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) dₜ gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) dₜ² gₜ²
 *     rₜ = β₃ rₜ₋₁ + (γ dₜ² / d₀) ⟨gₜ, θ₀ − θₜ⟩          over all variables
 *     sₜ = β₃ sₜ₋₁ + (γ dₜ² / d₀) gₜ
 *     dₜ₊₁ = max(dₜ, κ rₜ / ‖sₜ‖₁)                       ‖·‖₁ over all variables
 *     θₜ₊₁ = θₜ − γ dₜ mₜ / (√vₜ + dₜ₊₁ ε) − γ dₜ λ θₜ
 *
 * κ is `dCoefficient`. Mishchenko & Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner", ICML 2024,
 * Algorithm 4, arXiv:2306.06101, as the authors' package `prodigyopt` does it.
 * Differs from the paper, as that does: r and s are γ dₜ² / d₀, not (1 − β₃) dₜ², times; √v has dₜ₊₁ ε.
 * Differs from optax: no bias correction unless asked.
 *
 * The estimate compares the weights with those at the start, to float32's 7 digits: d₀ much less than 1e-6 times the
 * weights finds nothing but rounding.
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
  // As float32 keeps it.
  const d0 = Math.fround(declared.values.d0)
  /** γ d, with Adam's bias correction if asked. */
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
      // All gradients so far were 0.
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
