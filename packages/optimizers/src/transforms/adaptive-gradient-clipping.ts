import { abs, div, max, maximum, mul, sqrt, square, sum } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positive } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

export interface AdaptiveGradientClippingOptions extends WhereOptions {
  /** Largest norm λ of a unit's gradient per norm of its weights, > 0. Default 0.01. */
  readonly clipping?: Hyperparameter
  /** Least norm ε that weights count with, > 0, so that those which start at 0 can move. Default 1e-3. */
  readonly epsilon?: Hyperparameter
}

/**
 * Adaptive gradient clipping: scales the gradient of every output unit down to a share of the norm of its weights.
 *
 *     Gᵢ ← Gᵢ / max(1, ‖Gᵢ‖ / (λ ‖Wᵢ‖*)),    ‖Wᵢ‖* = max(‖Wᵢ‖, ε)
 *
 * A unit i is one index of the last axis (an output of a dense layer, a filter of a convolution): its norms are over all
 * other axes. Vectors and scalars, such as biases, are one unit. A unit within the limit stays as it is, to the bit.
 *
 * Brock et al., "High-Performance Large-Scale Image Recognition Without Normalization", 2021, equation 3,
 * arXiv:2102.06171. The paper leaves the last linear layer unclipped: name the others in `where`.
 * Differs from optax's `adaptive_grad_clip`: that takes a tensor of rank 3 for a dense layer of several heads, with norms
 * over its first axis alone, and axes of size 1 do not count for its ranks.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(chain(adaptiveGradientClipping({ where: 'conv' }), sgd({ momentum: 0.9 })))
 */
export function adaptiveGradientClipping(options: AdaptiveGradientClippingOptions = {}): Rule {
  return only(
    options.where,
    tensorwise({
      name: 'adaptiveGradientClipping',
      slots: [],
      transforms: 'gradient',
      options: declareOptions(options, {
        clipping: positive(0.01),
        epsilon: positive(1e-3),
        where: variableNames(),
      }),
      step(g, state, { parameter: θ, clipping: λ, epsilon: ε }) {
        const limit = mul(maximum(unitNorms(θ), ε), λ)
        return { update: div(g, maximum(div(unitNorms(g), limit), 1)), state }
      },
    }),
  )
}

const smallestNormal = 2 ** -126

/** Norms that broadcast to the tensor. Each unit is divided by its largest element, so that no square overflows. */
function unitNorms(tensor: Tensor): Tensor {
  const axes = tensor.rank > 1 ? [...tensor.shape.keys()].slice(0, -1) : undefined
  const largest = maximum(max(abs(tensor), axes, true), smallestNormal)
  return mul(largest, sqrt(sum(square(div(tensor, largest)), axes, true)))
}
