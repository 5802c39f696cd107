import type { Rule } from '../engine/rule.ts'
import type { WhereOptions } from '../kinds/where.ts'
import type { Hyperparameter } from '../options/schedule.ts'
import { clipNorm } from './clip-norm.ts'

/**
 * Limits the L2 norm of all gradients together. The direction of the combined gradient does not change.
 *
 *     gₜ ← gₜ / max(1, ‖g‖ / norm),    ‖g‖ = √(Σ gₜ²) over all parameters of the step
 *
 * Gradients within the limit keep their bits. Pascanu et al., "On the difficulty of training Recurrent Neural
 * Networks", ICML 2013, Algorithm 1, arXiv:1211.5063.
 * Differs from torch's `clip_grad_norm_`, which adds 1e-6 to ‖g‖ in the factor norm / ‖g‖. Parameters that an earlier
 * link has stopped, such as `freeze`, do not count.
 *
 * @param norm Largest norm of all gradients, > 0
 * @param options `where`: the variables whose gradients count and are clipped. Default: all
 * @throws {RangeError} If the norm is out of range
 * @example
 * const optimizer = toOptimizer(chain(clipByGlobalNorm(1), adam()))
 */
export function clipByGlobalNorm(norm: Hyperparameter, { where }: WhereOptions = {}): Rule {
  return clipNorm('clipByGlobalNorm', norm, where, ({ totals }) => totals)
}
