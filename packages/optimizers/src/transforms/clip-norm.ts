import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import type { CollectiveContext } from '../kinds/collective.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { Where } from '../kinds/where.ts'
import { power } from '../numerics/power.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positive } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/**
 * Creates a transform that limits a norm, for `clipByNorm` and `clipByGlobalNorm`.
 *
 * The square of a float32 number overflows at 1e19. The gradient is therefore multiplied by a power of two before it is
 * squared, which loses no bits: squares are exact up to 2e31 times the norm, and squares that underflow are negligible.
 *
 * @param sumsOf Selects the sums for the norm: the sums of one parameter, or the totals of all parameters
 */
export function clipNorm(
  name: string,
  norm: Hyperparameter,
  where: Where | undefined,
  sumsOf: (context: CollectiveContext) => CollectiveContext['sums'],
): Rule {
  return only(
    where,
    collective({
      name,
      slots: [],
      transforms: 'gradient',
      options: declareOptions({ norm, where }, { norm: positive(), where: variableNames() }),
      sums: (g, _, { norm }) => ({ squares: g.mul(scaleFor(norm)).square() }),
      step(g, state, context) {
        const limit = context.norm * scaleFor(context.norm)
        const excess = sumsOf(context).squares.sqrt().div(limit)
        return { update: g.div(excess.maximum(1)), state }
      },
    }),
  )
}

/** Computes a power of two near 2⁻⁴⁰ / norm. */
function scaleFor(norm: number): number {
  const exponent = Math.min(Math.max(Math.round(-40 - Math.log2(norm)), -120), 60)
  return exponent < 0 ? 1 / power(2, -exponent) : power(2, exponent)
}
