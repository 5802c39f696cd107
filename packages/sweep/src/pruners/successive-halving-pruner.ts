import type { Direction } from '../study/direction.ts'
import { checkInteger } from '../parameters/check.ts'
import type { Pruner } from './pruner.ts'

/** Options of `successiveHalvingPruner()`. */
export interface SuccessiveHalvingPrunerOptions {
  /** r: the first step at which trials are judged. A positive integer. Default 1. */
  readonly minResource?: number
  /** η: about one trial in η continues at a rung. An integer of at least 2. Default 4. */
  readonly reductionFactor?: number
  /** s: the first rung is at step r ηˢ. A non-negative integer. Default 0. */
  readonly minEarlyStoppingRate?: number
  /**
   * The number of trials that are pruned at a rung because they reach it first, so that later trials can be compared with them. A
   * non-negative integer. Default 0.
   */
  readonly bootstrapCount?: number
}

/**
 * Prunes by asynchronous successive halving (ASHA): of the trials that reach a rung, about one in η continues.
 *
 *     step of rung k           r ηˢ⁺ᵏ
 *     value of a trial there   the value of its first report at this step or beyond
 *     the trial continues iff  fewer than max(1, ⌊n / η⌋) other trials have a better value there,
 *                              where n is the number of trials that have reached the rung so far, including this trial
 *
 * While n < η, only the best trial so far continues. A step counts as a unit of resource, whether steps are numbered from 0 or from 1.
 * A report that is the first beyond several rungs is judged at each of them. A trial whose value at a rung is NaN is pruned there and
 * does not count for other trials; a trial that is pruned or fails after a rung counts there. Decisions are final: a trial is not
 * judged again when other trials overtake it, or when a step decreases or is reported again.
 *
 * Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, Algorithm 2, arXiv:1810.05934, in
 * the stopping variant of Optuna 5's `SuccessiveHalvingPruner` (optuna/pruners/_successive_halving.py): the paper's
 * ASHA pauses a trial and may promote it later, when it is among the best ⌊n / η⌋ of more trials; here a trial continues immediately
 * or never.
 * Differs from Optuna: `minResource` defaults to 1, not to a guess from the trials that are complete when it is
 * first needed; a trial that was pruned by a report beyond several rungs counts at all of them, whereas Optuna counts it up to the
 * rung that pruned it. Differs from Ray's ASHA, which compares a trial with the interpolated (1 − 1/η) quantile of the values of
 * earlier trials at the rung, without the trial's own value.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const pruner = successiveHalvingPruner({ minResource: 1, reductionFactor: 3 }) // rungs at epochs 1, 3, 9, …
 */
export function successiveHalvingPruner(options: SuccessiveHalvingPrunerOptions = {}): Pruner {
  const { minResource = 1, reductionFactor = 4, minEarlyStoppingRate = 0, bootstrapCount = 0 } = options
  checkInteger('minResource', minResource, 1)
  checkInteger('reductionFactor', reductionFactor, 2)
  checkInteger('minEarlyStoppingRate', minEarlyStoppingRate, 0)
  checkInteger('bootstrapCount', bootstrapCount, 0)
  const first = minResource * reductionFactor ** minEarlyStoppingRate

  return {
    name: 'successiveHalving',
    options: { minResource, reductionFactor, minEarlyStoppingRate, bootstrapCount },
    shouldPrune({ intermediate, advanced }, others, direction) {
      // Every other rung was judged at an earlier report.
      if (!advanced) return false
      const [previous = -1, last] = [intermediate.stepAt(-2), intermediate.stepAt(-1)!]
      const value = intermediate.valueAt(-1)!
      for (let rung = first; rung <= last; rung *= reductionFactor) {
        if (rung <= previous) continue
        const competing = others
          .map((other) => other.intermediate.reaching(rung) ?? NaN)
          .filter((other) => !Number.isNaN(other))
        const reached = competing.length + 1
        if (Number.isNaN(value) || reached <= bootstrapCount) return true
        const better = competing.filter((other) => isBetter(other, value, direction)).length
        if (better >= Math.max(1, Math.floor(reached / reductionFactor))) return true
      }
      return false
    },
  }
}

function isBetter(value: number, than: number, direction: Direction): boolean {
  return direction === 'minimize' ? value < than : value > than
}
