import { mean, sub } from '@tensorflow/tfjs-core'
import type { Rule } from '../engine/rule.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'

/**
 * Gradient centralization: subtracts the mean from every output unit's gradient, so that the sum of the unit's weights
 * does not change.
 *
 *     gᵢ ← gᵢ − mean(gᵢ)
 *
 * A unit i is one index of the last axis (an output of a dense layer, a filter of a convolution); the mean is over all other
 * axes. Vectors and scalars, such as biases, do not change.
 *
 * Yong et al., "Gradient Centralization: A New Optimization Technique for Deep Neural Networks", ECCV 2020, equation 1,
 * arXiv:2004.01461.
 * Differs from optax's `centralize` and the authors' code, where the units are on the first axis, as in torch.
 *
 * @param options `where`: the variables whose gradients are centralized. Default: all
 * @example
 * const optimizer = toOptimizer(chain(centralize(), sgd({ momentum: 0.9 })))
 */
export function centralize({ where }: WhereOptions = {}): Rule {
  return only(
    where,
    tensorwise({
      name: 'centralize',
      slots: [],
      transforms: 'gradient',
      options: declareOptions({ where }, { where: variableNames() }),
      step(g, state) {
        if (g.rank < 2) return { update: g, state }
        const axes = [...g.shape.keys()].slice(0, -1)
        return { update: sub(g, mean(g, axes, true)), state }
      },
    }),
  )
}
