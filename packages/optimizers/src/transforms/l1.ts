import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * L1 regularization: adds the gradient of λ‖θ‖₁ to the gradient of the loss, before the rule.
 *
 *     gₜ ← gₜ + λ sign(θₜ₋₁)
 *
 * Every weight moves toward 0 by the same amount, regardless of its size, but few weights become exactly 0. A rule that
 * normalizes gradients, such as Adam, normalizes the penalty too. Tibshirani, "Regression Shrinkage and Selection via
 * the Lasso", J. R. Stat. Soc. B 58, 1996. Equal to the `L1` regularizer of Keras, and to `SignDecay` of Optimisers.jl
 * before a rule.
 *
 * @param weightDecay λ ≥ 0
 * @param options `where`: the variables that decay. Default: all
 * @throws {RangeError} If λ is out of range
 * @example
 * const optimizer = toOptimizer(chain(l1(1e-5, { where: 'kernel' }), sgd()))
 */
export function l1(weightDecay: Hyperparameter, { where }: WhereOptions = {}): Rule {
  return only(
    where,
    elementwise({
      name: 'l1',
      slots: [],
      transforms: 'gradient',
      options: declareOptions({ weightDecay, where }, { weightDecay: nonNegative(), where: variableNames() }),
      step: (g, state, { parameter: θ, weightDecay: λ }) => ({ update: g.add(θ.sign().mul(λ)), state }),
    }),
  )
}
