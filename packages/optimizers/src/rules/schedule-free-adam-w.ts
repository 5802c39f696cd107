import { clone } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { realPower } from '../numerics/power.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, inRange, nonNegative, nonNegativeInteger, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { biasCorrection, runningMean } from './running-mean.ts'

/** Options of {@link scheduleFreeAdamW}. */
export interface ScheduleFreeAdamWOptions {
  /** Step size α ≥ 0. Default 2.5e-3. */
  readonly learningRate?: Hyperparameter
  /** Weight β₁ of the average x in y, the weights at which gradients are computed, in (0, 1). Default 0.9. */
  readonly beta1?: number
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to the root. Default 1e-8. */
  readonly epsilon?: Hyperparameter
  /** Weight decay λ ≥ 0, multiplied by the step size. Default 0. */
  readonly weightDecay?: Hyperparameter
  /** Number of steps over which the step size grows to α, a non-negative integer. Default 0. */
  readonly warmupSteps?: number
  /** Power r ≥ 0 of t in the weight of a step in the average. Default 0. */
  readonly weightPower?: number
}

/**
 * Schedule-free AdamW: averages the weights instead of lowering the step size, so that training can end at any time.
 *
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²                    gₜ is the gradient at yₜ
 *     uₜ = gₜ / (√v̂ₜ + ε) + λ yₜ                     v̂ₜ = vₜ / (1 − β₂ᵗ)
 *     zₜ₊₁ = zₜ − γₜ uₜ                               γₜ = α min(1, t / warmupSteps)
 *     xₜ₊₁ = (1 − cₜ) xₜ + cₜ zₜ₊₁                    cₜ = wₜ / (w₁ + … + wₜ),  wₜ = tʳ (max γ₁ … γₜ)²
 *     yₜ₊₁ = (1 − β₁) zₜ₊₁ + β₁ xₜ₊₁
 *
 * During training, the variables are y. {@link useEvaluationWeights} sets them to x = (y − (1 − β₁) z) / β₁, the
 * weights to evaluate and to keep. z is a slot that starts as the parameter.
 *
 * Defazio et al., "The Road Less Scheduled", NeurIPS 2024, Algorithm 1, arXiv:2405.15682, in the form of
 * `AdamWScheduleFree` in the authors' package `schedulefree` since version 1.3.
 * Differs from the paper, as `schedulefree` and optax do: v̂ is corrected instead of γ, so that the correction does not
 * affect the weights w; and w depends on the largest γ so far.
 * Differs from both: for a variable that some steps do not update, t in v̂ counts the variable's own updates, while t
 * in w counts the optimizer's steps.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(scheduleFreeAdamW({ learningRate: 2.5e-3, warmupSteps: 500 }))
 * // … train …
 * const useTrainingWeights = useEvaluationWeights(optimizer)
 * const accuracy = evaluate(model)
 * useTrainingWeights()
 */
export function scheduleFreeAdamW(options: ScheduleFreeAdamWOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(2.5e-3),
    beta1: fixed(inRange('in (0, 1)', (n) => n > 0 && n < 1, 0.9)),
    beta2: unitInterval(0.999),
    epsilon: nonNegative(1e-8),
    weightDecay: nonNegative(0),
    warmupSteps: nonNegativeInteger(0),
    weightPower: fixed(nonNegative(0)),
  })
  const { beta1: β1, warmupSteps, weightPower } = declared.values
  /** Returns γ at a step. */
  const rateAt = (step: number, learningRate: number): number =>
    step < warmupSteps ? (learningRate * (step + 1)) / warmupSteps : learningRate

  return collective({
    name: 'scheduleFreeAdamW',
    slots: ['z', 'v'],
    initSlots: (parameter) => ({ z: clone(parameter) }),
    options: declared,
    shared: { largestRate: 0, weightSum: 0, average: 0 },
    share(shared, { step, learningRate }) {
      const largestRate = Math.max(shared.largestRate, rateAt(step, learningRate))
      const weight = realPower(step + 1, weightPower) * largestRate * largestRate
      const weightSum = shared.weightSum + weight
      return { largestRate, weightSum, average: weightSum === 0 ? 0 : weight / weightSum }
    },
    step(g, state, { parameter: y, t, step, learningRate, beta2: β2, epsilon: ε, weightDecay: λ, shared }) {
      const c = shared.average
      const γ = rateAt(step, learningRate)
      const v = runningMean(state.v, g.square(), β2)
      const root = Math.sqrt(biasCorrection(β2, t))
      const direction = g.mul(root).div(v.sqrt().add(ε * root)) // g / (√v̂ + ε)
      const u = direction.add(y.mul(λ))
      // yₜ₊₁ − yₜ, written without x.
      const update = state.z
        .sub(y)
        .mul(c)
        .add(u.mul(γ * (β1 * (1 - c) - 1)))
      return { update, state: { z: state.z.sub(u.mul(γ)), v } }
    },
    evaluationWeights: (y, { z }) => y.sub(z.mul(1 - β1)).div(β1),
  })
}
