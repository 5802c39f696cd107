import type { Rule } from '../engine/rule.ts'
import { sequence } from '../kinds/sequence.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import type { DecoupledWeightDecayOptions } from '../transforms/decoupled-weight-decay.ts'
import { adam } from './adam.ts'
import type { AdamOptions } from './adam.ts'

/** Options of {@link adamW}. */
export interface AdamWOptions extends AdamOptions, DecoupledWeightDecayOptions {
  /** Decoupled weight decay λ ≥ 0. Default 1e-2. */
  readonly weightDecay?: Hyperparameter
}

/**
 * AdamW: Adam with decoupled weight decay, which is subtracted from the parameter instead of added to the gradient.
 *
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√v̂ₜ + ε) − α λ θₜ₋₁     (− λ θₜ₋₁ without `scaleByLearningRate`)
 *
 * m̂ and v̂ are defined as in {@link adam}. Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
 * Algorithm 2, arXiv:1711.05101.
 * Differs from the paper as {@link decoupledWeightDecay} does: λ is multiplied by α, as in torch (which shares the
 * default λ) and optax. ADAMW of Flux 0.12.4 (see `fluxRule`) does not multiply λ by α, and the default λ is 0 there.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adamW({ learningRate: 1e-3, weightDecay: 1e-2 }))
 */
export function adamW(options: AdamWOptions = {}): Rule {
  const { weightDecay = 1e-2, scaleByLearningRate, where, ...adamOptions } = options
  const rule = adam(adamOptions)
  const decay = decoupledWeightDecay(weightDecay, { scaleByLearningRate, where })
  const ruleOptions = { ...rule.options, ...decay.options }
  return sequence({ name: 'adamW', learningRate: rule.learningRate, options: ruleOptions }, [rule, decay])
}
