import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { declareOptions } from '../options/declare-options.ts'
import { nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link trustRatio}. */
export interface TrustRatioOptions extends WhereOptions {
  /** Trust coefficient η ≥ 0: the norm of the scaled gradient, relative to the parameter's norm. Default 1. */
  readonly trustCoefficient?: Hyperparameter
  /** Number ε ≥ 0, added to the norm of the gradient. Default 0. */
  readonly epsilon?: Hyperparameter
}

/**
 * Scales the norm of each parameter's gradient to η times the parameter's norm, as in `lamb` and `lars`.
 *
 *     gₜ ← rₜ gₜ,    rₜ = η ‖θₜ₋₁‖ / (‖gₜ‖ + ε),  or 1 where a norm is 0
 *
 * Each norm is over one parameter. Equal to optax's `scale_by_trust_ratio`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const rule = chain(trustRatio({ trustCoefficient: 1e-3 }), sgd({ learningRate: 1 }))
 */
export function trustRatio(options: TrustRatioOptions = {}): Rule {
  return only(
    options.where,
    collective({
      name: 'trustRatio',
      slots: [],
      transforms: 'gradient',
      options: declareOptions(options, {
        trustCoefficient: nonNegative(1),
        epsilon: nonNegative(0),
        where: variableNames(),
      }),
      sums: (g, _, { parameter: θ }) => ({ parameter: θ.square(), gradient: g.square() }),
      step(g, state, { sums, trustCoefficient: η, epsilon: ε }) {
        const ratio = sums.parameter.sqrt().mul(η).div(sums.gradient.sqrt().add(ε))
        const ratioOrOne = sums.parameter.whereGreater(0, sums.gradient.whereGreater(0, ratio, 1), 1)
        return { update: g.mul(ratioOrOne), state }
      },
    }),
  )
}
