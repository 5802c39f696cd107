import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * L2 regularization: the gradient of ½ λ‖θ‖², added to the loss's before the rule sees it.
 *
 *     gₜ ← gₜ + λ θₜ₋₁
 *
 * It decays every parameter, biases included, unless `where` names others, and a rule that normalizes gradients (Adam
 * and its kin) normalizes the decay with them; `decoupledWeightDecay` avoids that. It is torch's `weight_decay` of Adam and SGD, and what Flux's
 * `WeightDecay(λ)` does in front of an optimizer.
 *
 * @param weightDecay λ ≥ 0
 * @param options `where`: which variables it decays. Default: all
 * @throws {RangeError} If λ is out of range
 * @example
 * const optimizer = toOptimizer(chain(l2(1e-6), adaBelief({ learningRate: 3e-4 })))
 */
export function l2(weightDecay: Hyperparameter, { where }: WhereOptions = {}): Rule {
  return only(
    where,
    elementwise({
      name: 'l2',
      slots: [],
      transforms: 'gradient',
      options: declareOptions({ weightDecay, where }, { weightDecay: nonNegative(), where: variableNames() }),
      step: (g, state, { parameter: θ, weightDecay: λ }) => ({ update: g.add(θ.mul(λ)), state }),
    }),
  )
}
