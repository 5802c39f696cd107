import { notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { elementwise } from '../kinds/elementwise.ts'
import type { Rule } from '../engine/rule.ts'
import { only } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'

/**
 * Gives some variables another learning rate: what torch does by parameter groups.
 *
 *     α ← factor · α      for the links behind
 *
 * The gradient stays as it is. A decoupled weight decay behind that follows the learning rate follows this one.
 *
 * @param factor ≥ 0; it may be a schedule
 * @param options `where`: which variables. Default: all
 * @throws {RangeError} If the factor is out of range
 * @example
 * const optimizer = toOptimizer(chain(scaleLearningRate(0.1, { where: '^conv' }), adam({ learningRate: 1e-3 })))
 */
export function scaleLearningRate(factor: Hyperparameter, { where }: WhereOptions = {}): Rule {
  const factorAt = notNegative('factor', factor)
  return only(
    where,
    elementwise({
      name: 'scaleLearningRate',
      slots: [],
      transforms: 'gradient',
      options: { factor, where },
      step(gradient, state, { step, learningRate }) {
        return { update: gradient, state, learningRate: learningRate * factorAt(step) }
      },
    }),
  )
}
