import { runLinks } from '../run-links.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import type { Rule } from '../rule.ts'
import { adam } from './adam.ts'
import type { AdamOptions } from './adam.ts'

export interface AdamWOptions extends AdamOptions {
  /** Decay λ ≥ 0. Default 1e-2. */
  readonly weightDecay?: number
  /** Whether the learning rate multiplies the decay. Default true. */
  readonly scaleDecayByLearningRate?: boolean
}

/**
 * AdamW: Adam, with weight decay beside the update instead of inside the gradient.
 *
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√v̂ₜ + ε) − α λ θₜ₋₁     (− λ θₜ₋₁ without `scaleDecayByLearningRate`)
 *
 * m̂ and v̂ as in {@link adam}. Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, Algorithm 2,
 * arXiv:1711.05101.
 * Differs from the paper as {@link decoupledWeightDecay} does: λ is multiplied by α, as in torch (which shares the
 * default λ) and optax. Flux 0.12.4's `ADAMW(α, β, λ)` is `{ scaleDecayByLearningRate: false }`, its default λ is 0.
 *
 * Kernels: those of `adam`, then of `decoupledWeightDecay`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adamW({ learningRate: 1e-3, weightDecay: 1e-2 }))
 */
export function adamW(options: AdamWOptions = {}): Rule<'m' | 'v'> {
  const { weightDecay = 1e-2, scaleDecayByLearningRate = true, ...adamOptions } = options
  const rule = adam(adamOptions)
  const decay = decoupledWeightDecay(weightDecay, { scaleByLearningRate: scaleDecayByLearningRate })
  const links = [
    { rule, slots: rule.slots },
    { rule: decay, slots: [] },
  ]
  return {
    name: 'adamW',
    slots: rule.slots,
    learningRate: rule.learningRate,
    options: { ...rule.options, weightDecay, scaleDecayByLearningRate },
    links,
    step(gradient, state, context) {
      return runLinks(links, gradient, state, (link, ...input) => link.step(...input, context))
    },
  }
}
