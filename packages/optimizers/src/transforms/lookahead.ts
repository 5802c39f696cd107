import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positive, positiveInteger } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link lookahead}. */
export interface LookaheadOptions extends WhereOptions {
  /** Number k of updates of the fast weights between two updates of the slow weights, a positive integer. Default 6. */
  readonly steps?: number
  /** Fraction α > 0 of the way from the slow weights to the fast weights, usually at most 1. Default 0.5. */
  readonly stepSize?: Hyperparameter
}

/**
 * Lookahead: after every k updates of the "fast" weights by the rule, the "slow" weights move part of the way to the
 * fast weights, and the fast weights restart from there.
 *
 *     θₜ = θₜ₋₁ + updateₜ
 *     φ  ← φ + α (θₜ − φ) and θₜ = φ      at every k-th update; φ = θ₀ at first
 *
 * Zhang et al., "Lookahead Optimizer: k steps forward, 1 step back", NeurIPS 2019, Algorithm 1, arXiv:1907.08610. The
 * rule's own state does not change when the fast weights restart, which is the paper's default. `lookahead` must come
 * after all links that change the update.
 * Differs from optax's `lookahead`: the model's variables are the fast weights, and the slot `slow` holds the slow weights;
 * both are equal after every k-th update.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(chain(adam(), lookahead()))
 */
export function lookahead(options: LookaheadOptions = {}): Rule {
  return only(
    options.where,
    elementwise({
      name: 'lookahead',
      slots: ['slow'],
      transforms: 'update',
      options: declareOptions(options, {
        steps: positiveInteger(6),
        stepSize: positive(0.5),
        where: variableNames(),
      }),
      initSlots: (parameter) => ({ slow: parameter }),
      step(update, state, { parameter: θ, t, steps, stepSize: α }) {
        if (t % steps !== 0) return { update, state }
        const ahead = θ.add(update).sub(state.slow)
        const slow = state.slow.add(ahead.mul(α))
        const back = slow.sub(θ)
        // Computed as the parameter will be, so that both have the same bits.
        return { update: back, state: { slow: θ.add(back) } }
      },
    }),
  )
}
