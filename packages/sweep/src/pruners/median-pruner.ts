import { percentilePruner } from './percentile-pruner.ts'
import type { PercentilePrunerOptions } from './percentile-pruner.ts'
import type { Pruner } from './pruner.ts'

/** Options of `medianPruner()`. */
export type MedianPrunerOptions = Omit<PercentilePrunerOptions, 'percentile'>

/**
 * Prunes a trial whose best value so far is worse than the median of the complete trials at the same step.
 *
 * It is {@link percentilePruner} with a percentile of 50. It is the same as Optuna 5's `MedianPruner` and has the same defaults.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const pruner = medianPruner({ startupTrials: 5, warmupSteps: 2 })
 */
export function medianPruner(options: MedianPrunerOptions = {}): Pruner {
  return { ...percentilePruner({ ...options, percentile: 50 }), name: 'median' }
}
