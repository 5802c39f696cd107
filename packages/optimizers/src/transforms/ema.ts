import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * Exponential moving average of the weights, which `useEvaluationWeights` assigns to the variables. Training is not
 * affected.
 *
 *     aₜ = β aₜ₋₁ + (1 − β) θₜ,    a₀ = θ₀
 *
 * The average starts as the parameter, so it has no bias towards 0 to correct. Polyak & Juditsky, "Acceleration of
 * Stochastic Approximation by Averaging", SIAM J. Control Optim. 30, 1992, in the form of `use_ema` in Keras and
 * `get_ema_multi_avg_fn` in torch.
 * Differs from `ema` of optax, which averages updates.
 *
 * The weights are averaged after the update, so `ema` must come after all links that change the update.
 *
 * @param decay The fraction β of the average that each update keeps, in [0, 1); usually 0.99 or more
 * @param options `where`: the variables that are averaged; all others are evaluated with their own weights. Default: all
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
