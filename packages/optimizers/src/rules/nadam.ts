import type { Rule } from '../engine/rule.ts'
import { Scaled, scaledQuotient } from '../engine/scaled.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { power, realPower } from '../numerics/power.ts'
import { declareOptions } from '../options/declare-options.ts'
import { fixed, flag, nonNegative } from '../options/option.ts'
import { adamOptions } from './adam.ts'
import type { AdamOptions } from './adam.ts'
import { biasCorrection, runningMean } from './running-mean.ts'

/** Options of {@link nadam}. */
export interface NadamOptions extends AdamOptions {
  /** Whether v̂ is multiplied by β₂ under the root, as in Dozat's Algorithm 2 and Flux. Default false, as in optax. */
  readonly beta2InRoot?: boolean
  /** Rate ψ ≥ 0 at which the momentum warms up to β₁. Default 0: no warm-up. */
  readonly momentumDecay?: number
}

/**
 * NAdam: Adam with Nesterov momentum, which looks one update of the mean gradient ahead.
 *
 *     mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ
 *     vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²
 *     nₜ = μₜ₊₁ mₜ / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) gₜ / (1 − μ₁ ⋯ μₜ)
 *     θₜ = θₜ₋₁ − α · nₜ / (√v̂ₜ + ε),    v̂ₜ = vₜ / (1 − β₂ᵗ)
 *     μₜ = β₁                            or, with ψ > 0, μₜ = β₁ (1 − ½ · 0.96^(ψ t))
 *
 * Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop 2016, Algorithm 2.
 * Differs from the paper: v̂ has no factor β₂ (see `beta2InRoot`), as in optax's `nadam`; and m decays by β₁ instead of
 * μₜ, as in torch and Keras.
 * Differs from torch and Keras: μ is constant by default, as in optax and Flux. ψ is called `momentum_decay` in torch,
 * with a default of 4e-3, and is 1 in Keras. With ψ = 0 the momentum is β₁ here and ½ β₁ in torch. Flux 0.12.4: see
 * `fluxRule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(nadam({ learningRate: 2e-3, momentumDecay: 4e-3 }))
 */
export function nadam(options: NadamOptions = {}): Rule {
  const declared = declareOptions(options, {
    ...adamOptions(),
    beta2InRoot: flag(false),
    momentumDecay: fixed(nonNegative(0)),
  })
  const { beta2, beta2InRoot, momentumDecay } = declared.values
  if (beta2InRoot && beta2 === 0) {
    throw new RangeError('`beta2InRoot` requires a decay: expected `beta2` in (0, 1), got 0.')
  }
  const warmup = createWarmup(momentumDecay)
  return elementwise({
    name: 'nadam',
    slots: ['m', 'v'],
    options: declared,
    step(g, state, { t, learningRate: α, beta1: β1, beta2: β2, epsilon: ε }) {
      const m = runningMean(state.m, g, β1)
      const v = runningMean(state.v, g.square(), β2)
      const μ = (t: number): number => β1 * warmup.factor(t)
      const correction = (t: number): number => 1 - power(β1, t) * warmup.product(t)
      const meanTerm = new Scaled(m, μ(t + 1), correction(t + 1))
      const gradientTerm = new Scaled(g, 1 - μ(t), correction(t))
      const vHat = new Scaled(v, 1, biasCorrection(β2, t) / (beta2InRoot ? β2 : 1))
      const update = scaledQuotient(-α, [meanTerm, gradientTerm], vHat.sqrt().add(ε))
      return { update, state: { m, v } }
    },
  })
}

/** Creates the functions μₜ / β₁ and (μ₁ ⋯ μₜ) / β₁ᵗ. */
function createWarmup(momentumDecay: number): { factor(t: number): number; product(t: number): number } {
  if (momentumDecay === 0) return { factor: () => 1, product: () => 1 }
  const base = realPower(0.96, momentumDecay)
  const factor = (t: number): number => 1 - power(base, t) / 2
  // The product depends only on t, so training resumes from saved state with the same bits. The product soon stops
  // changing: once the factors are 1, or once the product is 0.
  const products = [1, factor(1)]
  return {
    factor,
    product(t) {
      while (products.length <= t && products.at(-1) !== products.at(-2)) {
        products.push(products.at(-1)! * factor(products.length))
      }
      return products[Math.min(t, products.length - 1)]
    },
  }
}
