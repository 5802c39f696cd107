import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: Hyperparameter
  /** Momentum μ: the fraction of the buffer b that each step keeps, in [0, 1). Default 0: no buffer, no state. */
  readonly momentum?: Hyperparameter
  /**
   * Dampening τ: the fraction of each gradient, except the first, that is not added to the buffer, in [0, 1). Default
   * 0.
   */
  readonly dampening?: Hyperparameter
  /** Whether to use Nesterov momentum. Default false. */
  readonly nesterov?: boolean
}

/**
 * Stochastic gradient descent, optionally with momentum.
 *
 *     bₜ = μ bₜ₋₁ + (1 − τ) gₜ        b₁ = g₁
 *     θₜ = θₜ₋₁ − α bₜ                  plain momentum
 *     θₜ = θₜ₋₁ − α (gₜ + μ bₜ)         Nesterov
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, equations 1–4, in
 * the form that torch and tfjs use.
 * Differs from the paper and Flux, where α is inside the buffer (v = μ v − α g). The two forms are equal until α
 * changes: here a new α takes full effect immediately, there it takes effect gradually.
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
    throw new RangeError('`nesterov` requires momentum: expected `momentum` in (0, 1), got 0.')
  }
  if (dampening !== 0 && momentum === 0) {
    throw new RangeError('`dampening` requires momentum: expected `momentum` in (0, 1), got 0.')
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
