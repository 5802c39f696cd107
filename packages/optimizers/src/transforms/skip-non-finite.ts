import type { Rule } from '../engine/rule.ts'
import { collective } from '../kinds/collective.ts'
import { declareOptions } from '../options/declare-options.ts'
import { positiveInteger } from '../options/option.ts'

/** Options of {@link skipNonFinite}. */
export interface SkipNonFiniteOptions {
  /** Largest number of skipped steps in a row, a positive integer. Default 10. */
  readonly limit?: number
}

/**
 * Skips steps with NaN or ±∞ in any gradient: no parameter changes, nor does the state of later links. Training
 * survives a rare overflow, and stops with an error if overflows persist.
 *
 *     Σ (gₜ − gₜ) over all parameters is 0 if every element is finite, else NaN
 *
 * The optimizer stores two numbers, which `getWeights()` returns too: `skipped`, the number of skipped steps, and
 * `consecutive`, the current number of skipped steps in a row. Every step waits for the backend to compute the sum.
 * Earlier links run even if the step is skipped, so put `skipNonFinite` first.
 *
 * Differs from optax's `apply_if_finite`, which applies the bad gradients after `limit` steps.
 *
 * @throws {RangeError} If an option is out of range
 * @throws {Error} During training, at the first step that exceeds `limit`. This step changes nothing
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
