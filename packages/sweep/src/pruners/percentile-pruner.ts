import type { Direction } from '../study/direction.ts'
import { checkInteger } from '../parameters/check.ts'
import { isFirstOfInterval } from './is-first-of-interval.ts'
import type { Interval } from './is-first-of-interval.ts'
import type { Pruner, TrialProgress } from './pruner.ts'

/** Options of `percentilePruner()`. */
export interface PercentilePrunerOptions extends Interval {
  /** The percentage of trials that continue, in [0, 100]: 25 keeps the best quarter. */
  readonly percentile: number
  /** The number of complete trials before any trial is pruned. A non-negative integer; 0 counts as 1. Default 5. */
  readonly startupTrials?: number
  /** The number of complete trials that must have reported a step before a trial is pruned there. A positive integer. Default 1. */
  readonly minTrials?: number
}

/**
 * Prunes a trial whose best value so far is worse than a percentile of the complete trials at the same step.
 *
 *     prune iff  min over steps s ≤ t of vₛ  >  percentile p of { value at step t : trials that are complete }
 *
 * and mirrored to maximize. The percentile interpolates linearly between neighbors. NaN is ignored, but a trial that has
 * reported only NaN is pruned. Trials are compared only at common steps, so all trials should report the same steps.
 *
 * Optuna 5's `PercentilePruner` (optuna/pruners/_percentile.py), after the median stopping rule of Golovin et al.,
 * "Google Vizier", KDD 2017.
 * Differs from the paper and from Ray's `MedianStoppingRule`, which compare with running averages up to the step.
 * Differs from Optuna for percentiles next to an infinite value: depending on the side, numpy returns NaN, and Optuna then keeps every
 * trial. Here a percentile that falls on a value is that value (the median of 1, 2 and ∞ is 2), and a percentile between an infinite
 * value and a number is the infinite value.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const pruner = percentilePruner({ percentile: 25, warmupSteps: 3 })
 */
export function percentilePruner(options: PercentilePrunerOptions): Pruner {
  const { percentile, startupTrials = 5, warmupSteps = 0, intervalSteps = 1, minTrials = 1 } = options
  if (!(percentile >= 0 && percentile <= 100)) {
    throw new RangeError(`\`percentile\` must be in [0, 100], got ${percentile}.`)
  }
  checkInteger('startupTrials', startupTrials, 0)
  checkInteger('warmupSteps', warmupSteps, 0)
  checkInteger('intervalSteps', intervalSteps, 1)
  checkInteger('minTrials', minTrials, 1)
  return {
    name: 'percentile',
    options: { percentile, startupTrials, warmupSteps, intervalSteps, minTrials },
    shouldPrune({ intermediate }, others, direction) {
      if (!isFirstOfInterval(intermediate, { warmupSteps, intervalSteps })) return false
      const complete = others.filter(({ state }) => state === 'complete')
      if (complete.length < Math.max(1, startupTrials)) return false
      const best = direction === 'minimize' ? intermediate.least() : -intermediate.greatest()
      if (Number.isNaN(best)) return true
      const reported = valuesAt(intermediate.stepAt(-1)!, complete)
      if (reported.length < minTrials) return false
      return best > interpolate(ascendingLosses(reported, direction), percentile / 100)
    },
  }
}

function valuesAt(step: number, trials: readonly TrialProgress[]): number[] {
  return trials.flatMap(({ intermediate }) => intermediate.get(step) ?? [])
}

/** Returns values as losses (lower is better), in ascending order and without NaN. */
function ascendingLosses(values: readonly number[], direction: Direction): number[] {
  const losses = direction === 'minimize' ? values : values.map((value) => -value)
  return losses.filter((loss) => !Number.isNaN(loss)).sort((a, b) => a - b)
}

/** Returns the quantile of sorted numbers; NaN if there are no numbers, or if the quantile lies between −∞ and ∞. */
function interpolate(sorted: readonly number[], quantile: number): number {
  if (sorted.length === 0) return NaN
  const index = (sorted.length - 1) * quantile
  const share = index % 1
  const [below, above] = [sorted[Math.floor(index)], sorted[Math.ceil(index)]]
  if (share === 0 || below === above) return below
  // Not below + (above − below) · share, which is NaN: a quantile between −∞ and a number is −∞.
  return below === -Infinity ? below + above : below + (above - below) * share
}
