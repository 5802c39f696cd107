import { add, mul } from '@tensorflow/tfjs-core'
import { notNegative } from '../check-option.ts'
import type { Rule, StepContext } from '../rule.ts'

export interface DecoupledWeightDecayOptions {
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
 * Kernel `TunekitL2` with the opposite sign: attrs `weightDecay` = −αλ or −λ, multiplied in float64.
 *
 * @param weightDecay λ ≥ 0
 * @throws {RangeError} If λ is out of range
 * @example
 * const optimizer = toOptimizer(chain(adaBelief({ learningRate: 1e-3 }), decoupledWeightDecay(1e-2)))
 */
export function decoupledWeightDecay(
  weightDecay: number,
  { scaleByLearningRate = true }: DecoupledWeightDecayOptions = {},
): Rule<never> {
  notNegative('weightDecay', weightDecay)
  const factor = ({ learningRate }: StepContext): number =>
    scaleByLearningRate ? -learningRate * weightDecay : -weightDecay
  return {
    name: 'decoupledWeightDecay',
    slots: [],
    transforms: 'update',
    options: { weightDecay, scaleByLearningRate },
    step(update, state, context) {
      return { update: add(update, mul(context.parameter, factor(context))), state }
    },
    kernel(context) {
      return { name: 'TunekitL2', attrs: { weightDecay: factor(context) } }
    },
  }
}
