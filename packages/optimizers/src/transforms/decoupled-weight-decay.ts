import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import { weightDecayOf } from './weight-decay.ts'
import { only } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'

export interface DecoupledWeightDecayOptions extends WhereOptions {
  /** Whether the decay follows the learning rate: λ is multiplied by it at every step. Default true. */
  readonly scaleByLearningRate?: boolean
}

/**
 * Decoupled weight decay: shrinks the parameter beside the rule's update, untouched by the rule's normalization.
 *
 *     updateₜ ← updateₜ − α λ θₜ₋₁      (− λ θₜ₋₁ without `scaleByLearningRate`)
 *
 * Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, Algorithm 2, arXiv:1711.05101.
 * Differs from the paper: α is the learning rate itself (as in torch and optax), not a schedule multiplier beside it.
 * Flux 0.12.4's `WeightDecay` behind an optimizer is `scaleByLearningRate: false`.
 *
 * @param weightDecay λ ≥ 0
 * @throws {RangeError} If λ is out of range
 * @example
 * const optimizer = toOptimizer(chain(adaBelief({ learningRate: 1e-3 }), decoupledWeightDecay(1e-2)))
 */
export function decoupledWeightDecay(
  weightDecay: Hyperparameter,
  { scaleByLearningRate, where }: DecoupledWeightDecayOptions = {},
): Rule {
  const { decay, options } = weightDecayOf({ weightDecay, scaleByLearningRate })
  return only(
    where,
    elementwise({
      name: 'decoupledWeightDecay',
      slots: [],
      transforms: 'update',
      options: { ...options, where },
      step: (update, state, context) => ({ update: decay(update, context), state }),
    }),
  )
}
