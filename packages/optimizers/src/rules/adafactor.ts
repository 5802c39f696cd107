import { add, div, maximum, mean, minimum, mul, sqrt, square, zeros } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { flag, notNegative, positive } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { choice } from '../kinds/choice.ts'
import { sequence } from '../kinds/sequence.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import type { TensorwiseContext } from '../kinds/tensorwise.ts'
import { realPower } from '../numerics/power.ts'
import type { Rule } from '../engine/rule.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import type { DecoupledWeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'

export interface AdafactorOptions extends DecoupledWeightDecayOptions {
  /** Largest relative step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** How fast the decay of the mean squares nears 1, c ≥ 0. Default 0.8. */
  readonly decayExponent?: Hyperparameter
  /** Largest root mean square d > 0 of a direction. Default 1. */
  readonly clipThreshold?: Hyperparameter
  /** ε₁ ≥ 0, added to squares. With 0, a row or column whose gradient has always been 0 becomes NaN. Default 1e-30. */
  readonly epsilon1?: Hyperparameter
  /** ε₂ ≥ 0, what a parameter's root mean square counts as at least. Default 1e-3. */
  readonly epsilon2?: Hyperparameter
  /** Whether the step size falls as 1 / √t once that is less than α. Default true. */
  readonly relativeStep?: boolean
  /** Whether the step size is relative to the parameter's root mean square. Default true. */
  readonly scaleByParameter?: boolean
  /** Decay λ ≥ 0 beside the update. Default 0. */
  readonly weightDecay?: Hyperparameter
}

/**
 * Adafactor: Adam without momentum that keeps, of a matrix of mean squares, only the means of its rows and columns.
 *
 *     rₜ = βₜ rₜ₋₁ + (1 − βₜ) (mean of each row of gₜ² + ε₁),    βₜ = 1 − t⁻ᶜ
 *     cₜ = βₜ cₜ₋₁ + (1 − βₜ) (mean of each column of gₜ² + ε₁)
 *     vₜ = rₜ cₜ / mean(rₜ)                                      parameters of rank ≥ 2
 *     vₜ = βₜ vₜ₋₁ + (1 − βₜ) (gₜ² + ε₁)                         others
 *     uₜ = gₜ / √vₜ
 *     θₜ = θₜ₋₁ − max(ε₂, RMS(θₜ₋₁)) min(α, 1/√t) · uₜ / max(1, RMS(uₜ) / d) − α λ θₜ₋₁
 *
 * RMS is the root mean square. Shazeer & Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost",
 * ICML 2018, Algorithms 4–6, arXiv:1804.04235.
 * A convolution's kernel [height, width, in, out] is a matrix [in, out] for each place, as in Keras.
 * Differs from the paper: weight decay as in torch, and sums of rows are means, which gives the same v.
 * Differs from torch: ε₁ is added as in the paper, not a lower limit on √v; c is minus its `beta2_decay`; its kernels are
 * [out, in, height, width], of which it makes matrices [height, width].
 * Differs from optax: it makes a matrix of the two longest axes, if both are at least 128 long, and multiplies λ by the
 * parameter alone; its α does not fall (`relativeStep: false`).
 *
 * Squares count as at most 1e30, so that none overflows.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adafactor({ learningRate: 1e-2 }))
 */
export function adafactor(options: AdafactorOptions = {}): Rule {
  const { learningRate = 1e-2, decayExponent = 0.8, clipThreshold = 1, epsilon1 = 1e-30 } = options
  const { epsilon2 = 1e-3, relativeStep = true, scaleByParameter = true, weightDecay = 0 } = options
  notNegative('learningRate', learningRate)
  const exponentAt = notNegative('decayExponent', decayExponent)
  const thresholdAt = positive('clipThreshold', clipThreshold)
  const epsilon1At = notNegative('epsilon1', epsilon1)
  const epsilon2At = notNegative('epsilon2', epsilon2)
  flag('relativeStep', relativeStep)
  flag('scaleByParameter', scaleByParameter)

  /** βₜ m + (1 − βₜ) x */
  const blend = (m: Tensor, x: Tensor, { t, step }: TensorwiseContext): Tensor => {
    const taken = 1 / realPower(t, exponentAt(step))
    return add(mul(m, 1 - taken), mul(x, taken))
  }
  const squaresOf = (gradient: Tensor, step: number): Tensor =>
    add(minimum(square(gradient), 1e30), epsilon1At(step))
  const updateAlong = (u: Tensor, { parameter, t, step, learningRate }: TensorwiseContext): Tensor => {
    const rate = relativeStep ? Math.min(learningRate, 1 / Math.sqrt(t)) : learningRate
    const size = scaleByParameter ? mul(maximum(rootMeanSquare(parameter), epsilon2At(step)), rate) : rate
    return mul(u, div(mul(size, -1), maximum(div(rootMeanSquare(u), thresholdAt(step)), 1)))
  }

  const factored = tensorwise({
    name: 'adafactor',
    slots: ['r', 'c'],
    initSlots: ({ shape }) => ({
      r: zeros([...shape.slice(0, -1), 1]),
      c: zeros([...shape.slice(0, -2), 1, ...shape.slice(-1)]),
    }),
    step(gradient, state, context) {
      const squares = squaresOf(gradient, context.step)
      const r = blend(state.r, mean(squares, -1, true), context)
      const c = blend(state.c, mean(squares, -2, true), context)
      // Roots before quotients: r c and r / mean(r) leave float32's range where these do not.
      const byRow = div(sqrt(mean(r, -2, true)), sqrt(r))
      return { update: updateAlong(div(mul(gradient, byRow), sqrt(c)), context), state: { r, c } }
    },
  })
  const whole = tensorwise({
    name: 'adafactor',
    slots: ['v'],
    step(gradient, state, context) {
      const v = blend(state.v, squaresOf(gradient, context.step), context)
      return { update: updateAlong(div(gradient, sqrt(v)), context), state: { v } }
    },
  })
  const rule = choice({ name: 'adafactor' }, [factored, whole], (variable: Variable) =>
    variable.rank >= 2 ? 0 : 1,
  )
  const { scaleByLearningRate, where } = options
  const decay = decoupledWeightDecay(weightDecay, { scaleByLearningRate, where })
  const description = {
    name: 'adafactor',
    learningRate,
    options: {
      learningRate,
      decayExponent,
      clipThreshold,
      epsilon1,
      epsilon2,
      relativeStep,
      scaleByParameter,
      ...decay.options,
    },
  }
  return sequence(description, weightDecay === 0 ? [rule] : [rule, decay])
}

function rootMeanSquare(values: Tensor): Tensor {
  return sqrt(mean(square(values)))
}
