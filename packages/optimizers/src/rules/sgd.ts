import { flag, fraction, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'

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
  const { learningRate = 1e-2, momentum = 0, dampening = 0, nesterov = false } = options
  notNegative('learningRate', learningRate)
  const momentumAt = fraction('momentum', momentum)
  const dampeningAt = fraction('dampening', dampening)
  flag('nesterov', nesterov)
  if (nesterov && momentum === 0) {
    throw new RangeError('`nesterov` needs momentum: expected `momentum` in (0, 1), got 0.')
  }
  if (dampening !== 0 && momentum === 0) {
    throw new RangeError('`dampening` needs momentum: expected `momentum` in (0, 1), got 0.')
  }
  return elementwise({
    name: 'sgd',
    slots: momentum === 0 ? [] : ['b'],
    learningRate,
    options: { learningRate, momentum, dampening, nesterov },
    step(gradient, state, { t, step, learningRate }) {
      if (momentum === 0) return { update: gradient.mul(-learningRate), state }
      const [kept, damped] = [momentumAt(step), t === 1 ? 0 : dampeningAt(step)]
      const b = state.b.mul(kept).add(damped === 0 ? gradient : gradient.mul(1 - damped))
      const direction = nesterov ? b.mul(kept).add(gradient) : b
      return { update: direction.mul(-learningRate), state: { b } }
    },
  })
}
