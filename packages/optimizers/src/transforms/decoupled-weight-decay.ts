import type { Expression } from '../engine/expression.ts'
import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative } from '../options/option.ts'
import type { NumberOption, Option } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link decoupledWeightDecay}, and of rules with a decoupled weight decay for chosen variables. */
export interface DecoupledWeightDecayOptions extends WhereOptions {
  /** Whether λ is multiplied by the learning rate at every step. Default true. */
  readonly scaleByLearningRate?: boolean
}

/** Options of rules with a decoupled weight decay of their own, for all variables. */
export interface WeightDecayOptions {
  /**
   * Decoupled weight decay λ ≥ 0. Default 0. To decay only some variables, use `decoupledWeightDecay` after the rule.
   */
  readonly weightDecay?: Hyperparameter
  /** Whether λ is multiplied by the learning rate at every step. Default true. */
  readonly scaleByLearningRate?: boolean
}

/**
 * Decoupled weight decay: shrinks the parameter in addition to the rule's update, so the rule does not normalize the
 * decay.
 *
 *     updateₜ ← updateₜ − α λ θₜ₋₁      (− λ θₜ₋₁ without `scaleByLearningRate`)
 *
 * Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, Algorithm 2, arXiv:1711.05101.
 * Differs from the paper: α is the learning rate, as in torch and optax, instead of a separate schedule multiplier.
 * `WeightDecay` after an optimizer in Flux 0.12.4 is equal to `scaleByLearningRate: false`.
 *
 * @param weightDecay λ ≥ 0
 * @param options `scaleByLearningRate`, and `where`: the variables that decay. Default: all
 * @throws {RangeError} If λ is out of range
 * @example
 * const optimizer = toOptimizer(chain(adaBelief({ learningRate: 1e-3 }), decoupledWeightDecay(1e-2)))
 */
export function decoupledWeightDecay(
  weightDecay: Hyperparameter,
  { scaleByLearningRate, where }: DecoupledWeightDecayOptions = {},
): Rule {
  return only(
    where,
    elementwise({
      name: 'decoupledWeightDecay',
      slots: [],
      transforms: 'update',
      options: declareOptions(
        { weightDecay, scaleByLearningRate, where },
        { weightDecay: nonNegative(), scaleByLearningRate: flag(true), where: variableNames() },
      ),
      step: (update, state, context) => ({ update: decayed(update, context), state }),
    }),
  )
}

/** Declares {@link WeightDecayOptions}. */
export function weightDecayOptions(): {
  readonly weightDecay: NumberOption
  readonly scaleByLearningRate: Option<boolean>
} {
  return { weightDecay: nonNegative(0), scaleByLearningRate: flag(true) }
}

/** Returns the update with decay: update − α λ θₜ₋₁, or update − λ θₜ₋₁ without `scaleByLearningRate`. */
export function decayed(
  update: Expression,
  {
    parameter,
    learningRate,
    weightDecay,
    scaleByLearningRate,
  }: {
    readonly parameter: Expression
    readonly learningRate: number
    readonly weightDecay: number
    readonly scaleByLearningRate: boolean
  },
): Expression {
  const factor = weightDecay * (scaleByLearningRate ? learningRate : 1)
  return factor === 0 ? update : update.add(parameter.mul(-factor))
}
