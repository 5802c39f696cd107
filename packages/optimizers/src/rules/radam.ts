import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { declareOptions } from '../options/declare-options.ts'
import { atLeast } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { adamOptions } from './adam.ts'
import type { AdamOptions } from './adam.ts'
import { rectification } from './rectification.ts'
import { runningMean, unbiased } from './running-mean.ts'

/** Options of {@link radam}. */
export interface RadamOptions extends AdamOptions {
  /** The largest ρ at which a step is not divided by √v̂, at least 4. Default 5, as in torch; the paper has 4. */
  readonly rectificationThreshold?: Hyperparameter
}

/**
 * RAdam: Adam that starts with plain momentum and then takes longer steps as the mean square becomes reliable, which
 * warms up the learning rate without a schedule.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ),    ρ∞ = 2 / (1 − β₂) − 1
 *     rₜ = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ))
 *     θₜ = θₜ₋₁ − α · rₜ · m̂ₜ / (√v̂ₜ + ε)        if ρₜ > `rectificationThreshold`
 *     θₜ = θₜ₋₁ − α · m̂ₜ                          otherwise
 *
 * m̂ and v̂ are defined as in {@link adam}. With β₂ = 0.999, the last line applies to the first five steps, or the
 * first four with a threshold of 4. These steps are not divided by the root, so large gradients cause large steps.
 *
 * Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020, Algorithm 2, arXiv:1908.03265.
 * Differs from the paper: ε is added and the threshold is 5, as in torch and optax.
 * Differs from torch: torch adds ε to √v; this rule adds ε to √v̂, as optax and Flux do, so that ε matters less in
 * early steps. Flux 0.12.4: see `fluxRule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(radam({ learningRate: 1e-3 }))
 */
export function radam(options: RadamOptions = {}): Rule {
  return elementwise({
    name: 'radam',
    slots: ['m', 'v'],
    options: declareOptions(options, { ...adamOptions(), rectificationThreshold: atLeast(4, 5) }),
    step(g, state, { t, learningRate: α, beta1: β1, beta2: β2, epsilon: ε, rectificationThreshold }) {
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, g.square(), β2)
      const [mHat, vHat] = [unbiased(m, β1, t), unbiased(v, β2, t)]
      const { rho: ρ, r } = rectification(β2, t)
      if (ρ <= rectificationThreshold) return { update: mHat.mul(-α), state: { m, v } }
      return { update: mHat.scale(-α).div(vHat.sqrt().add(ε)).mul(r), state: { m, v } }
    },
  })
}
