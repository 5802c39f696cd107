import { add, mul } from '@tensorflow/tfjs-core'
import { fraction, notNegative } from '../check-option.ts'
import type { Rule } from '../rule.ts'

export interface SgdOptions {
  /** Step size α ≥ 0. Default 1e-2. */
  readonly learningRate?: number
  /** How much of the buffer b each step keeps, μ in [0, 1). Default 0: no buffer, no state. */
  readonly momentum?: number
  /** Whether to step by the gradient plus one more decay of the buffer, instead of by the buffer. Default false. */
  readonly nesterov?: boolean
}

/**
 * Stochastic gradient descent, with momentum if asked.
 *
 *     bₜ = μ bₜ₋₁ + gₜ
 *     θₜ = θₜ₋₁ − α bₜ                  plain momentum
 *     θₜ = θₜ₋₁ − α (gₜ + μ bₜ)         Nesterov
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, equations 1–4,
 * in the form that torch and tfjs give them.
 * Differs from the paper and Flux: they keep α inside the buffer (v = μ v − α g). Both are the same until α changes;
 * then theirs goes on moving by the old α for a while, and ours obeys the new one at once.
 *
 * Kernel `TunekitSgd`: attrs `learningRate` = α, `momentum` = μ, `nesterov` = 0 or 1; float32, in this order:
 *
 *     b = b · momentum + gradient       without momentum there is no slot b, and gradient stands in its place
 *     d = b · momentum + gradient       if nesterov is 1, else b
 *     update = d · −learningRate
 *
 * @throws {RangeError} If an option is out of range, or `nesterov` is set without momentum
 * @example
 * const optimizer = toOptimizer(sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }))
 */
export function sgd(options: SgdOptions = {}): Rule<'b'> {
  const { learningRate = 1e-2, momentum = 0, nesterov = false } = options
  notNegative('learningRate', learningRate)
  fraction('momentum', momentum)
  if (nesterov && momentum === 0) {
    throw new RangeError('`nesterov` needs momentum: expected `momentum` in (0, 1), got 0.')
  }
  return {
    name: 'sgd',
    slots: momentum === 0 ? [] : ['b'],
    learningRate,
    options: { learningRate, momentum, nesterov },
    step(gradient, state, context) {
      const b = momentum === 0 ? gradient : add(mul(state.b, momentum), gradient)
      const direction = nesterov ? add(mul(b, momentum), gradient) : b
      return { update: mul(direction, -context.learningRate), state: { b } }
    },
    kernel(context) {
      return {
        name: 'TunekitSgd',
        attrs: { learningRate: context.learningRate, momentum, nesterov: Number(nesterov) },
      }
    },
  }
}
