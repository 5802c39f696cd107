import { add, mul } from '@tensorflow/tfjs-core'
import { notNegative } from '../check-option.ts'
import type { Rule } from '../rule.ts'

/**
 * L2 regularization: the gradient of ½ λ‖θ‖², added to the loss's before the rule sees it.
 *
 *     gₜ ← gₜ + λ θₜ₋₁
 *
 * It decays every parameter, biases included, and a rule that normalizes gradients (Adam and its kin) normalizes the
 * decay with them; `decoupledWeightDecay` avoids that. It is torch's `weight_decay` of Adam and SGD, and what Flux's
 * `WeightDecay(λ)` does in front of an optimizer.
 *
 * Kernel `TunekitL2`: attrs `weightDecay` = λ; float32: `gradient + parameter · weightDecay`.
 *
 * @param weightDecay λ ≥ 0
 * @throws {RangeError} If λ is out of range
 * @example
 * const optimizer = toOptimizer(chain(l2(1e-6), adaBelief({ learningRate: 3e-4 })))
 */
export function l2(weightDecay: number): Rule<never> {
  notNegative('weightDecay', weightDecay)
  return {
    name: 'l2',
    slots: [],
    transforms: 'gradient',
    options: { weightDecay },
    step(gradient, state, { parameter }) {
      return { update: add(gradient, mul(parameter, weightDecay)), state }
    },
    kernel() {
      return { name: 'TunekitL2', attrs: { weightDecay } }
    },
  }
}
