import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positive } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * Limits every element of the gradient to the range from −limit to limit.
 *
 *     gₜ ← min(max(gₜ, −limit), limit)
 *
 * Clipping changes the direction of the gradient; `clipByNorm` and `clipByGlobalNorm` keep the direction. Equal to
 * `clip_grad_value_` of torch, `clip` of optax and `clipvalue` of Keras.
 *
 * @param limit Largest absolute value of an element, > 0
 * @param options `where`: the variables whose gradients are clipped. Default: all
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
