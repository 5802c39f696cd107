import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positiveInteger } from '../options/option.ts'

/** Options of {@link swa}. */
export interface SwaOptions extends WhereOptions {
  /**
   * The first update after which the weights are averaged, a positive integer; usually at three quarters of training.
   */
  readonly start: number
  /** Number c of updates from one averaged set of weights to the next, a positive integer. Default 1. */
  readonly every?: number
}

/**
 * Stochastic weight averaging: the unweighted mean of the weights after several updates, which `useEvaluationWeights`
 * assigns to the variables. Training is not affected.
 *
 *     aₜ = (n aₜ₋₁ + θₜ) / (n + 1)      at t = start, start + c, …, where n = (t − start) / c
 *
 * Before update `start` there is no average, and the model is evaluated with the training weights. Izmailov et al.,
 * "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018, Algorithm 1, arXiv:1803.05407.
 * Differs from the paper, where the average starts with the weights of an earlier run: here, training and averaging are
 * one run, and the rule's schedule determines the learning rate during averaging. With batch normalization, recompute
 * the moving statistics for the averaged weights.
 *
 * The weights are averaged after the update, so `swa` must come after all links that change the update.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(chain(sgd({ learningRate: 0.05 }), swa({ start: 7500, every: 100 })))
 */
export function swa(options: SwaOptions): Rule {
  const declared = declareOptions(options, {
    start: positiveInteger(),
    every: positiveInteger(1),
    where: variableNames(),
  })
  const { start, every, where } = declared.values
  return only(
    where,
    elementwise({
      name: 'swa',
      slots: ['average'],
      transforms: 'update',
      options: declared,
      step(update, state, { parameter: θ, t }) {
        if (t < start || (t - start) % every !== 0) return { update, state }
        const n = (t - start) / every
        const weights = θ.add(update)
        if (n === 0) return { update, state: { average: weights } }
        const away = weights.sub(state.average)
        return { update, state: { average: state.average.add(away.div(n + 1)) } }
      },
      evaluationWeights: (_, { average }, t) => (t < start ? undefined : average),
    }),
  )
}
