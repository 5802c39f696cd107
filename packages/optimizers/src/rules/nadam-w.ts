import type { Rule } from '../engine/rule.ts'
import { sequence } from '../kinds/sequence.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import type { DecoupledWeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import { nadam } from './nadam.ts'
import type { NadamOptions } from './nadam.ts'

/** Options of {@link nadamW}. */
export interface NadamWOptions extends NadamOptions, DecoupledWeightDecayOptions {
  /** Decoupled weight decay λ ≥ 0. Default 1e-2. */
  readonly weightDecay?: Hyperparameter
}

/**
 * NAdamW: NAdam with decoupled weight decay, which is subtracted from the parameter instead of added to the gradient.
 *
 *     θₜ = θₜ₋₁ − α · nₜ / (√v̂ₜ + ε) − α λ θₜ₋₁     (− λ θₜ₋₁ without `scaleByLearningRate`)
 *
 * nₜ and v̂ₜ are defined as in {@link nadam}. Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop 2016,
 * Algorithm 2, with the decay of Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, Algorithm 2,
 * arXiv:1711.05101.
 * Differs from the papers as {@link nadam} and {@link decoupledWeightDecay} do. Equal to optax's `nadamw`, whose default λ
 * is 1e-4; with `momentumDecay: 4e-3` equal to torch's `NAdam(decoupled_weight_decay=True)`, whose default λ is 0.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(nadamW({ learningRate: 1e-3, weightDecay: 1e-2 }))
 */
export function nadamW(options: NadamWOptions = {}): Rule {
  const { weightDecay = 1e-2, scaleByLearningRate, where, ...nadamOptions } = options
  const rule = nadam(nadamOptions)
  const decay = decoupledWeightDecay(weightDecay, { scaleByLearningRate, where })
  const ruleOptions = { ...rule.options, ...decay.options }
  return sequence({ name: 'nadamW', learningRate: rule.learningRate, options: ruleOptions }, [rule, decay])
}
