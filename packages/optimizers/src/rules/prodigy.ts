import { clone } from '@tensorflow/tfjs-core'
import { biasCorrection } from '../numerics/bias-correction.ts'
import { flag, fraction, notNegative, positive } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import type { Expression } from '../engine/expression.ts'
import { collective } from '../kinds/collective.ts'
import type { Rule } from '../engine/rule.ts'

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
  const { learningRate = 1, beta1 = 0.9, beta2 = 0.999, beta3, epsilon = 1e-8, weightDecay = 0 } = options
  const { d0 = 1e-6, dCoefficient = 1, growthRate } = options
  const { biasCorrection: corrected = false, safeguardWarmup = false } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const beta3At = beta3 === undefined ? (step: number) => Math.sqrt(beta2At(step)) : fraction('beta3', beta3)
  const epsilonAt = notNegative('epsilon', epsilon)
  const weightDecayAt = notNegative('weightDecay', weightDecay)
  positive('d0', d0)
  const coefficientAt = positive('dCoefficient', dCoefficient)
  if (growthRate !== undefined && !(growthRate >= 1)) {
    throw new RangeError(`\`growthRate\` must be at least 1, got ${String(growthRate)}.`)
  }
  flag('biasCorrection', corrected)
  flag('safeguardWarmup', safeguardWarmup)

  // As it is kept.
  const start = Math.fround(d0)
  const stepSizeAt = (d: number, step: number, learningRate: number): number => {
    const [b1, b2] = [beta1At(step), beta2At(step)]
    const correction = corrected ? Math.sqrt(biasCorrection(b2, step + 1)) / biasCorrection(b1, step + 1) : 1
    return d * learningRate * correction
  }
  const nextS = (s: Expression, gradient: Expression, d: number, step: number, stepSize: number) =>
    s.mul(beta3At(step)).add(gradient.mul((d / start) * (safeguardWarmup ? d : stepSize)))

  return collective({
    name: 'prodigy',
    slots: ['m', 'v', 's', 'p0'],
    initSlots: (parameter) => ({ p0: clone(parameter) }),
    learningRate,
    options: {
      learningRate,
      beta1,
      beta2,
      beta3,
      epsilon,
      weightDecay,
      d0,
      dCoefficient,
      growthRate,
      biasCorrection: corrected,
      safeguardWarmup,
    },
    shared: { d: start, dBefore: start, dMax: start, dNumerator: 0 },
    sums(gradient, { s, p0 }, { parameter, step, learningRate, shared: { d } }) {
      return {
        progress: gradient.mul(p0.sub(parameter)),
        size: nextS(s, gradient, d, step, stepSizeAt(d, step, learningRate)).abs(),
      }
    },
    share({ d, dMax, dNumerator }, { step, learningRate, readTotal }) {
      const size = readTotal('size')
      // No gradient so far.
      if (size === 0) return { d, dBefore: d, dMax, dNumerator }
      const gain = (d / start) * stepSizeAt(d, step, learningRate)
      const numerator = beta3At(step) * dNumerator + gain * readTotal('progress')
      const estimate = (coefficientAt(step) * numerator) / size
      const largest = Math.max(dMax, estimate)
      const grown =
        growthRate === undefined ? largest : (d === start ? Math.max(d, estimate) : d) * growthRate
      return { d: Math.min(largest, grown), dBefore: d, dMax: largest, dNumerator: numerator }
    },
    step(gradient, state, { parameter, step, learningRate, shared: { d: dNext, dBefore: d } }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const stepSize = stepSizeAt(d, step, learningRate)
      const m = state.m.mul(b1).add(gradient.mul(d * (1 - b1)))
      const v = state.v.mul(b2).add(gradient.mul(d * Math.sqrt(1 - b2)).square())
      const s = nextS(state.s, gradient, d, step, stepSize)
      const decay = parameter.mul(-stepSize * weightDecayAt(step))
      const update = m
        .div(v.sqrt().add(dNext * epsilonAt(step)))
        .mul(-stepSize)
        .add(decay)
      return { update, state: { m, v, s, p0: state.p0 } }
    },
  })
}
