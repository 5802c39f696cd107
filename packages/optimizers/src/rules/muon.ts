import { mul, reshape } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { choice } from '../kinds/choice.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { sequence } from '../kinds/sequence.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import { choiceWhere, variableNames } from '../kinds/where.ts'
import type { Where } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { flag, nonNegative, oneOf, positiveInteger, unitInterval } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { decoupledWeightDecay } from '../transforms/decoupled-weight-decay.ts'
import { adam } from './adam.ts'
import { orthogonalize } from './orthogonalize.ts'

/** Options of {@link muon}. */
export interface MuonOptions {
  /** Step size α ≥ 0 of hidden weights. Default 0.02. */
  readonly learningRate?: Hyperparameter
  /** Decay μ of the mean gradient, in [0, 1). Default 0.95. */
  readonly momentum?: Hyperparameter
  /** Whether to use Nesterov momentum. Default true. */
  readonly nesterov?: boolean
  /** Number of Newton-Schulz iterations, a positive integer. Default 5. */
  readonly iterations?: number
  /**
   * The factor of the step size: `'original'`, √max(1, outputs/inputs); or `'matchRmsAdamW'`, 0.2 √max(inputs,
   * outputs), for which step sizes and decays tuned for AdamW can be reused. Default `'original'`.
   */
  readonly adjustLearningRate?: 'original' | 'matchRmsAdamW'
  /** Decoupled weight decay λ ≥ 0 of hidden weights, multiplied by α. Default 0.1. */
  readonly weightDecay?: Hyperparameter
  /**
   * The variables of rank ≥ 2 that are hidden weights. Default: all. The authors recommend Adam for embeddings and for
   * the first and the last layer.
   */
  readonly where?: Where
  /**
   * Adam's step size for all other variables, ≥ 0. It applies while the learning rate is the number given as
   * `learningRate` (0.02 if that option is a schedule or 0), and changes in proportion to the learning rate. Default
   * 3e-4.
   */
  readonly adamLearningRate?: Hyperparameter
  /** Adam's decay β₁ of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: Hyperparameter
  /** Adam's decay β₂ of the mean squared gradient, in [0, 1). Default 0.999. */
  readonly beta2?: Hyperparameter
  /** Adam's ε ≥ 0. Default 1e-8. */
  readonly epsilon?: Hyperparameter
}

/**
 * Muon: steps a weight matrix by its mean gradient with all singular values set to about 1, so that every direction
 * counts equally. {@link adam} updates all other variables.
 *
 *     mₜ = μ mₜ₋₁ + (1 − μ) gₜ
 *     oₜ = orthogonalize(mₜ)                           plain momentum
 *     oₜ = orthogonalize(μ mₜ + (1 − μ) gₜ)            Nesterov
 *     θₜ = θₜ₋₁ − α √max(1, outputs/inputs) oₜ − α λ θₜ₋₁
 *
 * `orthogonalize` runs Newton-Schulz iterations, five by default. A dense kernel is a matrix [inputs, outputs], the
 * kernel of a convolution is a matrix [height · width · in, out].
 *
 * Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024, https://kellerjordan.github.io/posts/muon;
 * `adjustLearningRate` and the decay: Liu et al., "Muon is Scalable for LLM Training", 2025, arXiv:2502.16982.
 * Differs from torch: α is 0.02, as in the article, instead of 1e-3; convolutions and Adam are included; matrices are
 * not rounded to bfloat16. The matrices of torch are [outputs, inputs].
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(muon({ learningRate: 0.02, where: 'conv|hidden' }))
 */
export function muon(options: MuonOptions = {}): Rule {
  const declared = declareOptions(options, {
    learningRate: nonNegative(0.02),
    momentum: unitInterval(0.95),
    nesterov: flag(true),
    iterations: positiveInteger(5),
    adjustLearningRate: oneOf('original', 'matchRmsAdamW'),
    weightDecay: nonNegative(0.1),
    adamLearningRate: nonNegative(3e-4),
    beta1: unitInterval(0.9),
    beta2: unitInterval(0.999),
    epsilon: nonNegative(1e-8),
    where: variableNames(),
  })
  const { learningRate, nesterov, iterations, adjustLearningRate, weightDecay, where, ...others } =
    declared.values
  const { beta1, beta2, epsilon } = others
  // The learning rate at which Adam's step size is exactly `adamLearningRate`.
  const reference = typeof learningRate === 'number' && learningRate > 0 ? learningRate : 0.02

  const meanGradient = elementwise({
    name: 'meanGradient',
    slots: ['m'],
    options: declared,
    step(g, state, { momentum: μ }) {
      const gradientTerm = g.mul(1 - μ)
      const m = state.m.mul(μ).add(gradientTerm)
      return { update: nesterov ? m.mul(μ).add(gradientTerm) : m, state: { m } }
    },
  })
  const orthogonalStep = tensorwise({
    name: 'orthogonalStep',
    slots: [],
    step(mean, state, { learningRate }) {
      const outputs = mean.shape[mean.rank - 1]
      const inputs = mean.size / outputs
      const factor =
        adjustLearningRate === 'original'
          ? Math.sqrt(Math.max(1, outputs / inputs))
          : 0.2 * Math.sqrt(Math.max(inputs, outputs))
      const direction = orthogonalize(reshape(mean, [inputs, outputs]), iterations)
      return { update: reshape(mul(direction, -learningRate * factor), mean.shape), state }
    },
  })
  const adamRate = elementwise({
    name: 'adamRate',
    slots: [],
    options: declared,
    step: (gradient, state, { learningRate, adamLearningRate }) => ({
      update: gradient,
      state,
      learningRate: (learningRate / reference) * adamLearningRate,
    }),
  })

  const hidden = sequence({ name: 'hidden' }, [
    meanGradient,
    orthogonalStep,
    decoupledWeightDecay(weightDecay),
  ])
  const remainder = sequence({ name: 'remainder' }, [adamRate, adam({ beta1, beta2, epsilon })])
  const isMatrix = ({ rank }: Variable): boolean => rank >= 2
  const description = { name: 'muon', learningRate, options: declared.values }
  return where === undefined
    ? choice(description, [hidden, remainder], (variable) => (isMatrix(variable) ? 0 : 1))
    : choiceWhere(description, where, [hidden, remainder], isMatrix)
}
