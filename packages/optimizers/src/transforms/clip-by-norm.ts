import type { Rule } from '../engine/rule.ts'
import type { WhereOptions } from '../kinds/where.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { clipNorm } from './clip-norm.ts'

/**
 * Limits the L2 norm of each parameter's gradient separately.
 *
 *     gₜ ← gₜ / max(1, ‖gₜ‖ / norm)
 *
 * A gradient within the limit keeps its bits. Equal to `clipnorm` of Keras and `ClipNorm` of Flux. Pascanu et al., "On the
 * difficulty of training Recurrent Neural Networks", ICML 2013, Algorithm 1, arXiv:1211.5063, limit the norm over all
 * parameters, as `clipByGlobalNorm` does.
 *
 * @param norm Largest norm of a parameter's gradient, > 0
 * @param options `where`: the variables whose gradients are clipped. Default: all
 * @throws {RangeError} If the norm is out of range
 * @example
 * const optimizer = toOptimizer(chain(clipByNorm(1), sgd({ learningRate: 0.1 })))
 */
export function clipByNorm(norm: Hyperparameter, { where }: WhereOptions = {}): Rule {
  return clipNorm('clipByNorm', norm, where, ({ sums }) => sums)
}
