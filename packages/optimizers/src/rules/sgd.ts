import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

export interface SgdOptions {
  /** Step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** How much of the buffer b each step keeps, μ in [0, 1). Default 0: no buffer, no state. */
  readonly momentum?: Hyperparameter
  /** How much less of each gradient but the first the buffer takes, τ in [0, 1). Default 0. */
  readonly dampening?: Hyperparameter
  /** Whether to step by the gradient plus one more decay of the buffer, instead of by the buffer. Default false. */
  readonly nesterov?: boolean
}

/**
 * Stochastic gradient descent, with momentum if asked.
 *
 *     bₜ = μ bₜ₋₁ + (1 − τ) gₜ        b₁ = g₁
 *     θₜ = θₜ₋₁ − α bₜ                  plain momentum
 *     θₜ = θₜ₋₁ − α (gₜ + μ bₜ)         Nesterov
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, equations 1–4,
 * in the form that torch and tfjs give them.
 * Differs from the paper and Flux: they keep α inside the buffer (v = μ v − α g). Both are the same until α changes;
 * then theirs goes on moving by the old α for a while, and ours obeys the new one at once.
 *
 * @throws {RangeError} If an option is out of range, or `nesterov` or `dampening` is set without momentum
 * @example
 * const optimizer = toOptimizer(sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }))
 */
export function sgd(options: SgdOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(1e-2),
    momentum: unitInterval(0),
    dampening: unitInterval(0),
    nesterov: flag(false),
  })
  const { momentum, dampening, nesterov } = declared.values
  if (nesterov && momentum === 0) {
    throw new RangeError('`nesterov` needs momentum: expected `momentum` in (0, 1), got 0.')
  }
  if (dampening !== 0 && momentum === 0) {
    throw new RangeError('`dampening` needs momentum: expected `momentum` in (0, 1), got 0.')
  }
  return elementwise({
    name: 'sgd',
    slots: momentum === 0 ? [] : ['b'],
    options: declared,
    step(g, state, { t, learningRate: α, momentum: μ, dampening }) {
      if (momentum === 0) return { update: g.mul(-α), state }
      const τ = t === 1 ? 0 : dampening
      const b = state.b.mul(μ).add(τ === 0 ? g : g.mul(1 - τ))
      const direction = nesterov ? b.mul(μ).add(g) : b
      return { update: direction.mul(-α), state: { b } }
    },
  })
}
