import { notNegative } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { collective } from '../kinds/collective.ts'
import type { Rule } from '../engine/rule.ts'
import { only } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'

export interface TrustRatioOptions extends WhereOptions {
  /** η ≥ 0. Default 1. */
  readonly trustCoefficient?: Hyperparameter
  /** ε ≥ 0, added to the norm of the gradient. Default 0. */
  readonly epsilon?: Hyperparameter
}

/**
 * Makes a parameter's gradient as long as the parameter, times η: what `lamb` and `lars` have in common.
 *
 *     gₜ ← rₜ gₜ,    rₜ = η ‖θₜ₋₁‖ / (‖gₜ‖ + ε),  or 1 where a norm is 0
 *
 * Norms are of each parameter alone. It is optax's `scale_by_trust_ratio`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const rule = chain(trustRatio({ trustCoefficient: 1e-3 }), sgd({ learningRate: 1 }))
 */
export function trustRatio(options: TrustRatioOptions = {}): Rule {
  const { trustCoefficient = 1, epsilon = 0, where } = options
  const coefficientAt = notNegative('trustCoefficient', trustCoefficient)
  const epsilonAt = notNegative('epsilon', epsilon)
  return only(
    where,
    collective({
      name: 'trustRatio',
      slots: [],
      transforms: 'gradient',
      options: { trustCoefficient, epsilon, where },
      sums: (gradient, _, { parameter }) => ({
        parameter: parameter.square(),
        gradient: gradient.square(),
      }),
      step(gradient, state, { sums, step }) {
        const [parameterNorm, gradientNorm] = [sums.parameter.sqrt(), sums.gradient.sqrt()]
        const ratio = parameterNorm.mul(coefficientAt(step)).div(gradientNorm.add(epsilonAt(step)))
        const ratioOrOne = sums.parameter.whereGreater(0, sums.gradient.whereGreater(0, ratio, 1), 1)
        return { update: gradient.mul(ratioOrOne), state }
      },
    }),
  )
}
