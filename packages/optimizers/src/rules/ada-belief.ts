import { biasCorrection } from '../bias-correction.ts'
import { flag, fraction, notNegative } from '../check-option.ts'
import type { Hyperparameter } from '../check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../rule.ts'

export interface AdaBeliefOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: Hyperparameter
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Decay β₂ of the squared surprise, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** ε ≥ 0, added to the root. Default 1e-16. */
  readonly epsilon?: Hyperparameter
  /** εᵣ ≥ 0, added to s at every step, under the root. Default 1e-16. */
  readonly epsilonRoot?: Hyperparameter
  /** Whether m and s are divided by 1 − βᵗ. Default true. */
  readonly biasCorrection?: boolean
}

/**
 * AdaBelief: Adam that divides by how much a gradient SURPRISES its own running mean.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     sₜ = β₂ sₜ₋₁ + (1 − β₂) (gₜ − mₜ)² + εᵣ
 *     θₜ = θₜ₋₁ − α · m̂ₜ / (√ŝₜ + ε),    m̂ₜ = mₜ / (1 − β₁ᵗ),  ŝₜ = sₜ / (1 − β₂ᵗ)
 *
 * Zhuang et al., "AdaBelief Optimizer", NeurIPS 2020, Algorithm 2, arXiv:2010.07468.
 * Differs from the paper: ε and εᵣ are two options (as in optax) and default to 1e-16, as in optax and the authors'
 * later code; the paper has both at 1e-8. That code can also rectify its first steps, as RAdam does; this rule does not.
 * Flux 0.12.4's `AdaBelief(α)` is `{ biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 }`: its steps are
 * (1 − β₁ᵗ) / √(1 − β₂ᵗ) times as long as the paper's, which is 3.2 at the first step, 6.5 at the tenth, 1.3 at the
 * thousandth.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adaBelief({ learningRate: 1e-3 }))
 */
export function adaBelief(options: AdaBeliefOptions = {}): Rule {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-16, epsilonRoot = 1e-16 } = options
  const { biasCorrection: corrected = true } = options
  notNegative('learningRate', learningRate)
  const beta1At = fraction('beta1', beta1)
  const beta2At = fraction('beta2', beta2)
  const epsilonAt = notNegative('epsilon', epsilon)
  const epsilonRootAt = notNegative('epsilonRoot', epsilonRoot)
  flag('biasCorrection', corrected)
  return elementwise({
    name: 'adaBelief',
    slots: ['m', 's'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, epsilonRoot, biasCorrection: corrected },
    step(gradient, state, { t, step, learningRate }) {
      const [b1, b2] = [beta1At(step), beta2At(step)]
      const root = corrected ? Math.sqrt(biasCorrection(b2, t)) : 1
      const stepSize = corrected ? (learningRate * root) / biasCorrection(b1, t) : learningRate
      const m = state.m.mul(b1).add(gradient.mul(1 - b1))
      const surprise = gradient.sub(m).square()
      const s = state.s
        .mul(b2)
        .add(surprise.mul(1 - b2))
        .add(epsilonRootAt(step))
      const direction = m.div(s.sqrt().add(epsilonAt(step) * root))
      return { update: direction.mul(-stepSize), state: { m, s } }
    },
  })
}
