import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positive } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * Clips every element of the gradient to a range around 0.
 *
 *     gₜ ← min(max(gₜ, −limit), limit)
 *
 * It changes the gradient's direction; `clipByNorm` and `clipByGlobalNorm` do not. It is torch's `clip_grad_value_`,
 * optax's `clip` and Keras' `clipvalue`.
 *
 * @param limit Largest size of an element, > 0
 * @param options `where`: which variables' gradients it clips. Default: all
 * @throws {RangeError} If the limit is out of range
 * @example
 * const optimizer = toOptimizer(chain(clipByValue(0.5), adam()))
 */
export function clipByValue(limit: Hyperparameter, { where }: WhereOptions = {}): Rule {
  return only(
    where,
    elementwise({
      name: 'clipByValue',
      slots: [],
      transforms: 'gradient',
      options: declareOptions({ limit, where }, { limit: positive(), where: variableNames() }),
      step: (g, state, { limit }) => ({ update: g.maximum(-limit).minimum(limit), state }),
    }),
  )
}
