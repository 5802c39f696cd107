import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

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
  return only(
    where,
    elementwise({
      name: 'scaleLearningRate',
      slots: [],
      transforms: 'gradient',
      options: declareOptions({ factor, where }, { factor: nonNegative(), where: variableNames() }),
      step: (gradient, state, { learningRate, factor }) => ({
        update: gradient,
        state,
        learningRate: learningRate * factor,
      }),
    }),
  )
}
