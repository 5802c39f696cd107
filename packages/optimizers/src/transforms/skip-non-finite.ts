import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positiveInteger } from '../options/option.ts'

export interface SkipNonFiniteOptions {
  /** How many steps in a row it may skip, a whole number ≥ 1. Default 10. */
  readonly limit?: number
}

/**
 * Skips a step whose gradients are not all finite: with a NaN or ±∞ anywhere, no parameter and no state of the links
 * behind changes, as if the step had not been. Training survives a rare overflow, and stops with an error if it goes on.
 *
 *     Σ (gₜ − gₜ) over all parameters is 0 if every element is finite, else NaN
 *
 * Two numbers are kept, also by `getWeights()`: `skipped`, how many steps in all, and `consecutive`, how many in a row up
 * to now. The sum is read from the backend in every step, which waits for it. The links in front have run already: stand
 * it first.
 *
 * It is optax's `apply_if_finite`. Differs from it: that one goes on with the bad gradients after `limit` steps.
 *
 * @throws {RangeError} If an option is out of range
 * @throws {Error} While training, at the step that would be one more than `limit` in a row. It changes nothing
 * @example
 * const optimizer = toOptimizer(chain(skipNonFinite(), clipByGlobalNorm(1), adam()))
 */
export function skipNonFinite(options: SkipNonFiniteOptions = {}): Rule {
  return collective({
    name: 'skipNonFinite',
    slots: [],
    transforms: 'gradient',
    options: declareOptions(options, { limit: positiveInteger(10) }),
    shared: { skipped: 0, consecutive: 0 },
    sums: (gradient) => ({ zero: gradient.sub(gradient) }),
    share({ skipped, consecutive }, { step, limit, readTotal }) {
      if (readTotal('zero') === 0) return { skipped, consecutive: 0 }
      if (consecutive >= limit) {
        throw new Error(
          `Gradients are not finite: expected at most ${limit} such steps in a row, got ${consecutive + 1} up to ` +
            `step ${step}. Training has probably diverged: lower the learning rate or clip gradients.`,
        )
      }
      return { skipped: skipped + 1, consecutive: consecutive + 1 }
    },
    step: (gradient, state, { shared }) => ({
      update: shared.consecutive === 0 ? gradient : undefined,
      state,
    }),
  })
}
