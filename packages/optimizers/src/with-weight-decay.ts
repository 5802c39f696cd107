import type { Hyperparameter } from './check-option.ts'
import { sequence } from './kinds/sequence.ts'
import type { Rule } from './rule.ts'
import { decoupledWeightDecay } from './transforms/decoupled-weight-decay.ts'
import type { DecoupledWeightDecayOptions } from './transforms/decoupled-weight-decay.ts'

export interface WeightDecayOptions extends DecoupledWeightDecayOptions {
  /** Decoupled weight decay λ ≥ 0. Default 0. */
  readonly weightDecay?: Hyperparameter
}

/**
 * Puts {@link decoupledWeightDecay} behind a rule, as a rule of the same name. With a λ of 0 the rule stays as it is,
 * so that its slots keep their names.
 *
 * @throws {RangeError} If λ is out of range
 */
export function withWeightDecay(rule: Rule, decayOptions: WeightDecayOptions): Rule {
  const { weightDecay = 0, scaleByLearningRate, where } = decayOptions
  const decay = decoupledWeightDecay(weightDecay, { scaleByLearningRate, where })
  const { name, learningRate } = rule
  const options = { ...rule.options, ...decay.options }
  return weightDecay === 0 ? { ...rule, options } : sequence({ name, learningRate, options }, [rule, decay])
}
