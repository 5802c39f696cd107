import { checkInteger } from '../parameters/check.ts'
import type { Pruner } from './pruner.ts'

export interface PatiencePrunerOptions {
  /** A trial may go on for so many reports, after its first without progress. Whole number from 0. */
  readonly patience: number
  /** How much worse than the best before a value may be and still count as progress. At least 0. Default 0. */
  readonly minDelta?: number
  /** Asked once patience has run out. Default: none, and the trial is pruned. */
  readonly pruner?: Pruner
}

/**
 * Prunes a trial that makes no progress: early stopping. Or keeps another pruner from pruning one that does.
 *
 *     patience has run out iff  min(v₁ … vₙ₋ₚ₋₁) + minDelta < min(vₙ₋ₚ … vₙ)
 *
 * for the n values that the trial has reported and a patience of p, and mirrored to maximise; never while n ≤ p +
 * 1. NaN counts for nothing; if one of the sides has nothing else, the trial goes on. It counts reports, whatever
 * steps lie between them, and a value as good as the best before is progress.
 *
 * As Optuna 5's `PatientPruner` (optuna/pruners/_patient.py).
 * Differs from it: a wrapped {@link successiveHalvingPruner} or {@link hyperbandPruner} judges a rung only at the
 * report that reaches it, so a rung that is reached with patience left is not judged; Optuna's judges it once
 * patience has run out, by the value of then. Wrap pruners that judge every report: median, percentile, threshold.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const pruner = patiencePruner({ patience: 3, pruner: medianPruner() })
 */
export function patiencePruner(options: PatiencePrunerOptions): Pruner {
  const { patience, minDelta = 0, pruner } = options
  checkInteger('patience', patience, 0)
  if (!(minDelta >= 0)) throw new RangeError(`\`minDelta\` must be at least 0, got ${minDelta}.`)
  return {
    name: 'patience',
    looksBack: pruner !== undefined && (pruner.looksBack ?? true),
    options: {
      patience,
      minDelta,
      ...(pruner && { pruner: { name: pruner.name, options: pruner.options } }),
    },
    shouldPrune(trial, others, direction) {
      const { intermediate } = trial
      const earlier = intermediate.size - patience - 1
      if (earlier < 1) return false
      const sign = direction === 'minimize' ? 1 : -1
      const before = sign === 1 ? intermediate.least(earlier) : -intermediate.greatest(earlier)
      let since = NaN
      for (let position = earlier; position < intermediate.size; position++) {
        const loss = sign * intermediate.valueAt(position)!
        if (!(loss >= since)) since = Number.isNaN(loss) ? since : loss
      }
      if (!(before + minDelta < since)) return false
      return pruner?.shouldPrune(trial, others, direction) ?? true
    },
    ...(pruner?.bracketOf && { bracketOf: (trialNumber) => pruner.bracketOf!(trialNumber) }),
  }
}
