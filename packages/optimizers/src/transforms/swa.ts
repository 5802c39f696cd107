import type { Rule } from '../engine/rule.ts'
import { elementwise } from '../kinds/elementwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positiveInteger } from '../options/option.ts'

export interface SwaOptions extends WhereOptions {
  /** The first update whose weights are averaged, a whole number ≥ 1: usually three quarters of training. */
  readonly start: number
  /** How many updates c lie between averaged weights, a whole number ≥ 1. Default 1. */
  readonly every?: number
}

/**
 * Stochastic weight averaging: the equal mean of weights along the way, to evaluate a model with by
 * `useEvaluationWeights`. Training goes on with the weights themselves.
 *
 *     aₜ = (n aₜ₋₁ + θₜ) / (n + 1)      at t = start, start + c, …, where n = (t − start) / c
 *
 * Before update `start` there is no average, and the evaluation weights are the parameter's own. Izmailov et al.,
 * "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018, Algorithm 1, arXiv:1803.05407.
 * Differs from the paper: its average begins with the weights that training starts from; here training and average are
 * one run, and the learning rate of its second part is a matter of the rule's schedule. With batch normalization, the
 * moving statistics have to be made anew for the averaged weights.
 *
 * It averages the weights after the update, so it stands behind the links that change it.
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
