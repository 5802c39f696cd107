import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * Exponential moving average of the weights, to evaluate a model with by `useEvaluationWeights`. Training goes on with
 * the weights themselves.
 *
 *     aₜ = β aₜ₋₁ + (1 − β) θₜ,    a₀ = θ₀
 *
 * The average of a parameter starts as the parameter, so it needs no correction of a bias towards 0. Polyak & Juditsky,
 * "Acceleration of Stochastic Approximation by Averaging", SIAM J. Control Optim. 30, 1992, in the form that Keras'
 * `use_ema` and torch's `get_ema_multi_avg_fn` have. It is not optax's `ema`, which averages updates.
 *
 * It averages the weights after the update, so it stands behind the links that change it.
 *
 * @param decay How much β of the average each update keeps, in [0, 1); 0.99 or more is usual
 * @param options `where`: which variables it averages; the others are evaluated as they are. Default: all
 * @throws {RangeError} If the decay is out of range
 * @example
 * const optimizer = toOptimizer(chain(adam(), ema(0.999)))
 */
export function ema(decay: Hyperparameter, { where }: WhereOptions = {}): Rule {
  return only(
    where,
    elementwise({
      name: 'ema',
      slots: ['average'],
      transforms: 'update',
      options: declareOptions({ decay, where }, { decay: unitInterval(), where: variableNames() }),
      initSlots: (parameter) => ({ average: parameter }),
      step(update, state, { parameter: θ, decay: β }) {
        const away = θ.add(update).sub(state.average)
        return { update, state: { average: state.average.add(away.mul(1 - β)) } }
      },
      evaluationWeights: (_, { average }) => average,
    }),
  )
}
