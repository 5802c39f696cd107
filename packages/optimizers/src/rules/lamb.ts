import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { sequence } from '../kinds/sequence.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { l2 } from '../transforms/l2.ts'
import { trustRatio } from '../transforms/trust-ratio.ts'
import { adamDirection } from './adam.ts'
import { runningMean } from './running-mean.ts'
import { sgd } from './sgd.ts'

/** Options of {@link lamb}. */
export interface LambOptions extends WhereOptions {
  /** Step size α ≥ 0: the distance that a parameter moves, relative to its norm. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Number ε ≥ 0, added to the root. With 0, an element whose gradient was always 0 becomes NaN. Default 1e-6. */
  readonly epsilon?: Hyperparameter
  /** Weight decay λ ≥ 0 of the variables that `where` selects. Default 0. */
  readonly weightDecay?: Hyperparameter
}

/**
 * LAMB: Adam for large batches. The norm of each parameter's step is α times the parameter's norm.
 *
 *     uₜ = m̂ₜ / (√v̂ₜ + ε) + λ θₜ₋₁
 *     θₜ = θₜ₋₁ − α rₜ uₜ,    rₜ = ‖θₜ₋₁‖ / ‖uₜ‖,  or 1 where a norm is 0
 *
 * m̂ and v̂ are defined as in {@link adam}; each norm is over one parameter. You et al., "Large Batch Optimization for
 * Deep Learning: Training BERT in 76 minutes", ICLR 2020, Algorithm 2 with φ(z) = z, arXiv:1904.00962. Equal to optax's
 * `lamb`.
 * Differs from the paper: rₜ is 1 where a norm is 0, as in optax, so that a bias of zeros can move.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(lamb({ learningRate: 2e-3, weightDecay: 1e-2, where: 'kernel' }))
 */
export function lamb(options: LambOptions = {}): Rule {
  const { weightDecay = 0, where, ...others } = options
  const declared = declareOptions(others, {
    learningRate: nonNegative(1e-3),
    beta1: unitInterval(0.9),
    beta2: unitInterval(0.999),
    epsilon: nonNegative(1e-6),
  })
  const direction = elementwise({
    name: 'adamDirection',
    slots: ['m', 'v'],
    transforms: 'gradient',
    options: declared,
    step(g, state, context) {
      const { beta1: β1, beta2: β2 } = context
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, g.square(), β2)
      return { update: adamDirection(m, v, context).fold(), state: { m, v } }
    },
  })
  const decay = l2(weightDecay, { where })
  const { learningRate } = declared.values
  return sequence({ name: 'lamb', learningRate, options: { ...declared.values, ...decay.options } }, [
    direction,
    decay,
    trustRatio(),
    sgd({ learningRate }),
  ])
}
