import { abs, div, max, maximum, mul, sqrt, square, sum } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positive } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link adaptiveGradientClipping}. */
export interface AdaptiveGradientClippingOptions extends WhereOptions {
  /** Largest ratio λ > 0 of the norm of a unit's gradient to the norm of its weights. Default 0.01. */
  readonly clipping?: Hyperparameter
  /** Lower limit ε > 0 for the norm of the weights, so that weights of 0 can move. Default 1e-3. */
  readonly epsilon?: Hyperparameter
}

/**
 * Adaptive gradient clipping: limits the norm of every output unit's gradient to a fraction of the norm of the unit's
 * weights.
 *
 *     Gᵢ ← Gᵢ / max(1, ‖Gᵢ‖ / (λ ‖Wᵢ‖*)),    ‖Wᵢ‖* = max(‖Wᵢ‖, ε)
 *
 * A unit i is one index of the last axis (an output of a dense layer, a filter of a convolution); norms are over all other
 * axes. A vector or a scalar, such as a bias, is one unit. A unit within the limit keeps its bits.
 *
 * Brock et al., "High-Performance Large-Scale Image Recognition Without Normalization", 2021, equation 3,
 * arXiv:2102.06171. The paper does not clip the last linear layer: select all other layers with `where`.
 * Differs from optax's `adaptive_grad_clip`, which treats a tensor of rank 3 as a dense layer with several heads, with
 * norms over the first axis only, and ignores axes of size 1.
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

/**
 * Computes the norm of each unit, in a shape that broadcasts to the tensor. Each unit is divided by its largest
 * element, so that no square overflows.
 */
function unitNorms(tensor: Tensor): Tensor {
  const axes = tensor.rank > 1 ? [...tensor.shape.keys()].slice(0, -1) : undefined
  const largest = maximum(max(abs(tensor), axes, true), smallestNormal)
  return mul(largest, sqrt(sum(square(div(tensor, largest)), axes, true)))
}
