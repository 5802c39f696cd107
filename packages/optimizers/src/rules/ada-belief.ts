import { add, div, mul, sqrt, square, sub } from '@tensorflow/tfjs-core'
import { biasCorrection } from '../bias-correction.ts'
import { fraction, notNegative } from '../check-option.ts'
import type { Rule, StepContext } from '../rule.ts'

export interface AdaBeliefOptions {
  /** Step size α ≥ 0. Default 1e-3. */
  readonly learningRate?: number
  /** Decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: number
  /** Decay β₂ of the squared surprise, in [0, 1). Default 0.999. */
  readonly beta2?: number
  /** ε ≥ 0, added to the root. Default 1e-16. */
  readonly epsilon?: number
  /** εᵣ ≥ 0, added to s at every step, under the root. Default 1e-16. */
  readonly epsilonRoot?: number
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
 * Kernel `TunekitAdaBelief`: both corrections fold into the numbers, so that √s needs none. With c₁ = 1 − β₁ᵗ and
 * c₂ = 1 − β₂ᵗ, both 1 without bias correction, in float64: attrs `beta1`, `gain1` = 1 − β₁, `beta2`,
 * `gain2` = 1 − β₂, `epsilon` = ε √c₂, `epsilonRoot` = εᵣ, `stepSize` = α √c₂ / c₁; float32, in this order:
 *
 *     m = m · beta1 + gradient · gain1
 *     d = gradient − m
 *     s = (s · beta2 + (d · d) · gain2) + epsilonRoot
 *     update = (m / (√s + epsilon)) · −stepSize
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(adaBelief({ learningRate: 1e-3 }))
 */
export function adaBelief(options: AdaBeliefOptions = {}): Rule<'m' | 's'> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-16, epsilonRoot = 1e-16 } = options
  const { biasCorrection: corrected = true } = options
  notNegative('learningRate', learningRate)
  const correction1 = biasCorrection(fraction('beta1', beta1))
  const correction2 = biasCorrection(fraction('beta2', beta2))
  notNegative('epsilon', epsilon)
  notNegative('epsilonRoot', epsilonRoot)

  const numbers = ({ t, learningRate }: StepContext) => {
    const root = corrected ? Math.sqrt(correction2(t)) : 1
    return {
      beta1,
      gain1: 1 - beta1,
      beta2,
      gain2: 1 - beta2,
      epsilon: epsilon * root,
      epsilonRoot,
      stepSize: corrected ? (learningRate * root) / correction1(t) : learningRate,
    }
  }
  return {
    name: 'adaBelief',
    slots: ['m', 's'],
    learningRate,
    options: { learningRate, beta1, beta2, epsilon, epsilonRoot, biasCorrection: corrected },
    step(gradient, state, context) {
      const { gain1, gain2, epsilon, stepSize } = numbers(context)
      const m = add(mul(state.m, beta1), mul(gradient, gain1))
      const surprise = square(sub(gradient, m))
      const s = add(add(mul(state.s, beta2), mul(surprise, gain2)), epsilonRoot)
      return { update: mul(div(m, add(sqrt(s), epsilon)), -stepSize), state: { m, s } }
    },
    kernel(context) {
      return { name: 'TunekitAdaBelief', attrs: numbers(context) }
    },
  }
}
