import { add, div, maximum, mean, minimum, mul, sqrt, square, zeros } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { choice } from '../kinds/choice.ts'
import { sequence } from '../kinds/sequence.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import type { TensorwiseContext } from '../kinds/tensorwise.ts'
import { realPower } from '../numerics/power.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, positive } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import type { DecoupledWeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'

/** Options of {@link adafactor}. */
export interface AdafactorOptions extends DecoupledWeightDecayOptions {
  /** Largest relative step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** Exponent c ≥ 0 of the rate at which the decay of the mean squares approaches 1. Default 0.8. */
  readonly decayExponent?: Hyperparameter
  /** Largest root mean square d > 0 of a direction. Default 1. */
  readonly clipThreshold?: Hyperparameter
  /** Number ε₁ ≥ 0, added to squares. With 0, a row or column whose gradient was always 0 becomes NaN. Default 1e-30. */
  readonly epsilon1?: Hyperparameter
  /** Number ε₂ ≥ 0, the lower limit of a parameter's root mean square. Default 1e-3. */
  readonly epsilon2?: Hyperparameter
  /** Whether the step size is min(α, 1 / √t) instead of α. Default true. */
  readonly relativeStep?: boolean
  /** Whether the step size is relative to the parameter's root mean square. Default true. */
  readonly scaleByParameter?: boolean
  /** Decoupled weight decay λ ≥ 0. Default 0. */
  readonly weightDecay?: Hyperparameter
}

/**
 * Adafactor: Adam without momentum that keeps only the row means and the column means of a matrix of mean squares.
 *
 *     rₜ = βₜ rₜ₋₁ + (1 − βₜ) (mean of each row of gₜ² + ε₁),    βₜ = 1 − t⁻ᶜ
 *     cₜ = βₜ cₜ₋₁ + (1 − βₜ) (mean of each column of gₜ² + ε₁)
 *     vₜ = rₜ cₜ / mean(rₜ)                                      parameters of rank ≥ 2
 *     vₜ = βₜ vₜ₋₁ + (1 − βₜ) (gₜ² + ε₁)                         all other parameters
 *     uₜ = gₜ / √vₜ
 *     θₜ = θₜ₋₁ − max(ε₂, RMS(θₜ₋₁)) min(α, 1/√t) · uₜ / max(1, RMS(uₜ) / d) − α λ θₜ₋₁
 *
 * RMS is the root mean square. Shazeer & Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost",
 * ICML 2018, Algorithms 4–6, arXiv:1804.04235.
 * The kernel of a convolution [height, width, in, out] is a matrix [in, out] for each position, as in Keras.
 * Differs from the paper: weight decay is added, as in torch; rows and columns are averaged instead of summed, which
 * results in the same v.
 * Differs from torch: there ε₁ is a lower limit of √v, `beta2_decay` is −c, and the matrices of a kernel [out, in,
 * height, width] are [height, width].
 * Differs from optax: there the matrix consists of the two longest axes if both are at least 128 long, λ is not
 * multiplied by α, and α is constant (`relativeStep: false`).
 *
 * Squares are limited to 1e30, so that no mean overflows.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adafactor({ learningRate: 1e-2 }))
 */
export function adafactor(options: AdafactorOptions = {}): Rule {
  const { weightDecay = 0, scaleByLearningRate, where, ...others } = options
  const declared = declareOptions(others, {
    learningRate: nonNegative(1e-2),
    decayExponent: nonNegative(0.8),
    clipThreshold: positive(1),
    epsilon1: nonNegative(1e-30),
    epsilon2: nonNegative(1e-3),
    relativeStep: flag(true),
    scaleByParameter: flag(true),
  })
  const factored = tensorwise({
    name: 'adafactor',
    slots: ['r', 'c'],
    initSlots: ({ shape }) => ({
      r: zeros([...shape.slice(0, -1), 1]),
      c: zeros([...shape.slice(0, -2), 1, ...shape.slice(-1)]),
    }),
    options: declared,
    step(g, state, context) {
      const squares = squaresOf(g, context)
      const r = nextMean(state.r, mean(squares, -1, true), context)
      const c = nextMean(state.c, mean(squares, -2, true), context)
      // Roots come before quotients, because r c and r / mean(r) can leave the range of float32.
      const byRow = div(sqrt(mean(r, -2, true)), sqrt(r))
      return { update: updateAlong(div(mul(g, byRow), sqrt(c)), context), state: { r, c } }
    },
  })
  const whole = tensorwise({
    name: 'adafactor',
    slots: ['v'],
    options: declared,
    step(g, state, context) {
      const v = nextMean(state.v, squaresOf(g, context), context)
      return { update: updateAlong(div(g, sqrt(v)), context), state: { v } }
    },
  })
  const rule = choice({ name: 'adafactor' }, [factored, whole], ({ rank }) => (rank >= 2 ? 0 : 1))
  const decay = decoupledWeightDecay(weightDecay, { scaleByLearningRate, where })
  const { learningRate } = declared.values
  const description = { name: 'adafactor', learningRate, options: { ...declared.values, ...decay.options } }
  return sequence(description, weightDecay === 0 ? [rule] : [rule, decay])
}

interface Context extends TensorwiseContext {
  readonly decayExponent: number
  readonly clipThreshold: number
  readonly epsilon1: number
  readonly epsilon2: number
  readonly relativeStep: boolean
  readonly scaleByParameter: boolean
}

/** gₜ² + ε₁ */
function squaresOf(g: Tensor, { epsilon1 }: Context): Tensor {
  return add(minimum(square(g), 1e30), epsilon1)
}

/** βₜ m + (1 − βₜ) x */
function nextMean(m: Tensor, x: Tensor, { t, decayExponent }: Context): Tensor {
  const weight = 1 / realPower(t, decayExponent) // 1 − βₜ
  return add(mul(m, 1 - weight), mul(x, weight))
}

/** − max(ε₂, RMS(θ)) min(α, 1/√t) · u / max(1, RMS(u) / d) */
function updateAlong(u: Tensor, context: Context): Tensor {
  const { parameter, t, learningRate, clipThreshold, epsilon2, relativeStep, scaleByParameter } = context
  const rate = relativeStep ? Math.min(learningRate, 1 / Math.sqrt(t)) : learningRate
  const size = scaleByParameter ? mul(maximum(rootMeanSquare(parameter), epsilon2), rate) : rate
  return mul(u, div(mul(size, -1), maximum(div(rootMeanSquare(u), clipThreshold), 1)))
}

function rootMeanSquare(values: Tensor): Tensor {
  return sqrt(mean(square(values)))
}
