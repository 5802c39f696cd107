import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * L2 regularization: adds the gradient of ½ λ‖θ‖² to the gradient of the loss, before the rule.
 *
 *     gₜ ← gₜ + λ θₜ₋₁
 *
 * Without `where`, biases decay too. A rule that normalizes gradients, such as Adam, normalizes the decay too;
 * `decoupledWeightDecay` avoids this. Equal to `weight_decay` of Adam and SGD in torch, and to `WeightDecay(λ)` before
 * an optimizer in Flux.
 *
 * @param weightDecay λ ≥ 0
 * @param options `where`: the variables that decay. Default: all
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
