import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * L1 regularization: the gradient of λ‖θ‖₁, added to the loss's before the rule sees it.
 *
 *     gₜ ← gₜ + λ sign(θₜ₋₁)
 *
 * It pulls every weight towards 0 by the same force, however small the weight is, but rarely leaves one at exactly 0. A
 * rule that normalizes gradients (Adam and its kin) normalizes this one with them. Tibshirani, "Regression Shrinkage and
 * Selection via the Lasso", J. R. Stat. Soc. B 58, 1996. It is Keras' `L1` regularizer, and Optimisers.jl's `SignDecay`
 * in front of a rule.
 *
 * @param weightDecay λ ≥ 0
 * @param options `where`: which variables it decays. Default: all
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
