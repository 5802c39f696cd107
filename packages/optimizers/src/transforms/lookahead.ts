import { count, positive } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import { only } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'

export interface LookaheadOptions extends WhereOptions {
  /** How many updates k the fast weights go ahead, a whole number ≥ 1. Default 6. */
  readonly steps?: number
  /** How far α > 0 the slow weights follow them, usually at most 1: all the way. Default 0.5. */
  readonly stepSize?: Hyperparameter
}

/**
 * Lookahead: the rule's "fast" weights explore for some updates, then "slow" weights go a part of the way, and the fast
 * ones start again from there.
 *
 *     θₜ = θₜ₋₁ + updateₜ
 *     φ  ← φ + α (θₜ − φ) and θₜ = φ      at every k-th update; φ = θ₀ at first
 *
 * Zhang et al., "Lookahead Optimizer: k steps forward, 1 step back", NeurIPS 2019, Algorithm 1, arXiv:1907.08610. The
 * rule's own state goes on over the step back, as the paper has it by default.
 * It stands behind the links that change the update. Differs from optax's `lookahead`: the model's variables are the fast
 * weights, and the slow ones are the slot `slow`; both are the same after every k-th update.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(chain(adam(), lookahead()))
 */
export function lookahead({ steps = 6, stepSize = 0.5, where }: LookaheadOptions = {}): Rule {
  count('steps', steps)
  const stepSizeAt = positive('stepSize', stepSize)
  return only(
    where,
    elementwise({
      name: 'lookahead',
      slots: ['slow'],
      transforms: 'update',
      options: { steps, stepSize, where },
      initSlots: (parameter) => ({ slow: parameter }),
      step(update, state, { parameter, t, step }) {
        if (t % steps !== 0) return { update, state }
        const ahead = parameter.add(update).sub(state.slow)
        const slow = state.slow.add(ahead.mul(stepSizeAt(step)))
        const back = slow.sub(parameter)
        // What the parameter becomes, to the bit.
        return { update: back, state: { slow: parameter.add(back) } }
      },
    }),
  )
}
