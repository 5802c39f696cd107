import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { sequence } from '../kinds/sequence.ts'
import type { Where, WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { l2 } from '../transforms/l2.ts'
import { trustRatio } from '../transforms/trust-ratio.ts'

/** Options of {@link lars}. */
export interface LarsOptions extends WhereOptions {
  /** Step size α ≥ 0. Default 1. */
  readonly learningRate?: Hyperparameter
  /** Weight decay λ ≥ 0 of the variables that `where` selects. Default 0. */
  readonly weightDecay?: Hyperparameter
  /** Trust coefficient η ≥ 0: the distance that a parameter moves, relative to its norm, for α = 1. Default 1e-3. */
  readonly trustCoefficient?: Hyperparameter
  /** The variables whose steps are scaled by rₜ. Default: all. */
  readonly trustWhere?: Where
  /** Number ε ≥ 0, added to the norm of u. Default 0. */
  readonly epsilon?: Hyperparameter
  /** Momentum μ: the fraction of the buffer b that each step keeps, in [0, 1). Default 0.9. */
  readonly momentum?: Hyperparameter
  /** Whether to use Nesterov momentum. Default false. */
  readonly nesterov?: boolean
}

/**
 * LARS: momentum for large batches. Each parameter's step is proportional to the parameter's norm.
 *
 *     uₜ = gₜ + λ θₜ₋₁
 *     bₜ = μ bₜ₋₁ + α rₜ uₜ,    rₜ = η ‖θₜ₋₁‖ / (‖uₜ‖ + ε),  or 1 where a norm is 0
 *     θₜ = θₜ₋₁ − bₜ                    (− α rₜ uₜ − μ bₜ with `nesterov`)
 *
 * Each norm is over one parameter. You et al., "Large Batch Training of Convolutional Networks", 2017, Algorithm 1,
 * arXiv:1708.03888. Equal to optax's `lars`.
 * Differs from the paper, as optax does: the paper divides by ‖gₜ‖ + λ ‖θₜ₋₁‖; here rₜ is 1 where a norm is 0, so that a
 * bias of zeros can move.
 * Differs from {@link sgd}: α is inside the buffer, as in the paper, so that a new α takes effect gradually.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(lars({ weightDecay: 5e-4, where: 'kernel', trustWhere: 'kernel' }))
 */
export function lars(options: LarsOptions = {}): Rule {
  const { weightDecay = 0, where, trustCoefficient = 1e-3, trustWhere, epsilon = 0, ...others } = options
  const declared = declareOptions(others, {
    learningRate: nonNegative(1),
    momentum: unitInterval(0.9),
    nesterov: flag(false),
  })
  const decay = l2(weightDecay, { where })
  const trust = trustRatio({ trustCoefficient, epsilon, where: trustWhere })
  const descent = elementwise({
    name: 'descent',
    slots: ['b'],
    options: declared,
    step(g, state, { learningRate: α, momentum: μ, nesterov }) {
      const change = g.mul(α)
      const b = state.b.mul(μ).add(change)
      const direction = nesterov ? b.mul(μ).add(change) : b
      return { update: direction.mul(-1), state: { b } }
    },
  })
  const { where: savedTrustWhere, ...trustOptions } = trust.options ?? {}
  const { learningRate, ...momentumOptions } = declared.values
  const ruleOptions = {
    learningRate,
    ...decay.options,
    ...trustOptions,
    trustWhere: savedTrustWhere,
    ...momentumOptions,
  }
  return sequence({ name: 'lars', learningRate, options: ruleOptions }, [decay, trust, descent])
}
