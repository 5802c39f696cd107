import { checkInteger } from '../parameters/check.ts'
import { isFirstOfInterval } from './is-first-of-interval.ts'
import type { Interval } from './is-first-of-interval.ts'
import type { Pruner } from './pruner.ts'

/** Options of `thresholdPruner()`. */
export interface ThresholdPrunerOptions extends Interval {
  /** A trial that reports a lower value is pruned. Default: no lower bound. */
  readonly lower?: number
  /** A trial that reports a higher value is pruned. Default: no upper bound. */
  readonly upper?: number
}

/**
 * Prunes a trial that has diverged: its last value is out of bounds or NaN. The bounds themselves are allowed. Decisions depend
 * neither on other trials nor on the direction.
 *
 * The same as Optuna 5's `ThresholdPruner` (optuna/pruners/_threshold.py).
 *
 * @throws {RangeError} If there is no bound, or an option is out of range
 *
 * @example
 * const pruner = thresholdPruner({ upper: 10, warmupSteps: 1 })
 */
export function thresholdPruner(options: ThresholdPrunerOptions): Pruner {
  const { lower, upper, warmupSteps = 0, intervalSteps = 1 } = options
  if (lower === undefined && upper === undefined) {
    throw new RangeError(
      'A threshold pruner has no threshold: expected `lower`, `upper` or both, got neither.',
    )
  }
  if (Number.isNaN(lower) || Number.isNaN(upper) || lower! > upper!) {
    throw new RangeError(`\`lower\` must be at most \`upper\`, got ${lower} and ${upper}.`)
  }
  checkInteger('warmupSteps', warmupSteps, 0)
  checkInteger('intervalSteps', intervalSteps, 1)
  return {
    name: 'threshold',
    looksBack: false,
    options: {
      ...(lower !== undefined && { lower }),
      ...(upper !== undefined && { upper }),
      warmupSteps,
      intervalSteps,
    },
    shouldPrune({ intermediate }) {
      if (!isFirstOfInterval(intermediate, { warmupSteps, intervalSteps })) return false
      const value = intermediate.valueAt(-1)!
      return Number.isNaN(value) || value < (lower ?? -Infinity) || value > (upper ?? Infinity)
    },
  }
}
