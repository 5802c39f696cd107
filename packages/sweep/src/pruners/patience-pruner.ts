import { checkInteger } from '../parameters/check.ts'
import type { Pruner } from './pruner.ts'

/** Options of `patiencePruner()`. */
export interface PatiencePrunerOptions {
  /** The number of further reports that a trial may make after its first report without progress. A non-negative integer. */
  readonly patience: number
  /** A value that is worse than the best earlier value by at most this number counts as progress. A non-negative number. Default 0. */
  readonly minDelta?: number
  /** The pruner that decides once patience has run out. Default: none, and the trial is pruned. */
  readonly pruner?: Pruner
}

/**
 * Prunes a trial that makes no progress (early stopping), or keeps another pruner from pruning a trial that makes progress.
 *
 *     patience has run out iff  min(v₁ … vₙ₋ₚ₋₁) + minDelta < min(vₙ₋ₚ … vₙ)
 *
 * for the n reported values v and a patience of p, and mirrored to maximize; never while n ≤ p + 1. NaN is ignored; if one side has
 * only NaN, the trial continues. Reports are counted, whatever their steps. A value equal to the best earlier value is progress.
 *
 * The same as Optuna 5's `PatientPruner` (optuna/pruners/_patient.py).
 * Differs from Optuna: a wrapped {@link successiveHalvingPruner} or {@link hyperbandPruner} judges a rung only at the report that
 * reaches it, so a trial that reaches a rung with patience left is not judged there; Optuna judges it once patience has run out, by
 * the value at that time. Wrap pruners that judge every report: median, percentile, threshold.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const pruner = patiencePruner({ patience: 3, pruner: medianPruner() })
 */
export function patiencePruner(options: PatiencePrunerOptions): Pruner {
  const { patience, minDelta = 0, pruner } = options
  checkInteger('patience', patience, 0)
  if (!(minDelta >= 0)) throw new RangeError(`\`minDelta\` must be a non-negative number, got ${minDelta}.`)
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
