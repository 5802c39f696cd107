import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * Multiplies the learning rate of some variables by a factor, like parameter groups in torch.
 *
 *     α ← factor · α      for later links
 *
 * The gradient does not change. A later decoupled weight decay uses the new learning rate.
 *
 * @param factor A number ≥ 0, or a schedule
 * @param options `where`: the variables whose learning rate is multiplied. Default: all
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
