import { flag, notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import type { Expression } from '../engine/expression.ts'
import type { ElementwiseContext } from '../kinds/elementwise.ts'

export interface WeightDecayOptions {
  /** Decoupled weight decay λ ≥ 0. Default 0. For some variables only: `decoupledWeightDecay` behind the rule. */
  readonly weightDecay?: Hyperparameter
  /** Whether the decay follows the learning rate: λ is multiplied by it at every step. Default true. */
  readonly scaleByLearningRate?: boolean
}

/**
 * What makes an update decay the parameter besides: update − α λ θₜ₋₁, or − λ θₜ₋₁ without `scaleByLearningRate`.
 *
 * @throws {RangeError} If an option is out of range
 */
export function weightDecayOf({ weightDecay = 0, scaleByLearningRate = true }: WeightDecayOptions): {
  readonly options: Required<WeightDecayOptions>
  decay(update: Expression, context: ElementwiseContext): Expression
} {
  const weightDecayAt = notNegative('weightDecay', weightDecay)
  flag('scaleByLearningRate', scaleByLearningRate)
  return {
    options: { weightDecay, scaleByLearningRate },
    decay(update, { parameter, step, learningRate }) {
      const factor = weightDecayAt(step) * (scaleByLearningRate ? learningRate : 1)
      return factor === 0 ? update : update.add(parameter.mul(-factor))
    },
  }
}
