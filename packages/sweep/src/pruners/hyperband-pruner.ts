import crc32 from 'crc-32'
import { checkInteger } from '../parameters/check.ts'
import type { Pruner } from './pruner.ts'
import { successiveHalvingPruner } from './successive-halving-pruner.ts'

/** Options of `hyperbandPruner()`. */
export interface HyperbandPrunerOptions {
  /** r: the first step at which trials are judged. A positive integer. Default 1. */
  readonly minResource?: number
  /** R: the last step of a trial that is not pruned. An integer of at least `minResource`. */
  readonly maxResource: number
  /** η: about one trial in η continues at a rung. An integer of at least 2. Default 3. */
  readonly reductionFactor?: number
  /** The `bootstrapCount` of {@link successiveHalvingPruner} in each bracket. Default 0. */
  readonly bootstrapCount?: number
  /** Determines the brackets of trials: the same as in an Optuna study of this name. Default ''. */
  readonly studyName?: string
}

/**
 * Prunes by Hyperband: successive halving in several brackets, since it is unknown how early trials can be judged.
 *
 *     brackets             s = 0 … S,  S = ⌊log_η(R / r)⌋
 *     pruner of bracket s  {@link successiveHalvingPruner} among its trials, with the first rung at r ηˢ
 *     share of bracket s   ⌈(S + 1) ηˢ' / (s' + 1)⌉, s' = S − s: bracket 0 prunes earliest and has most of the trials
 *     bracket of a trial   by the CRC-32 of `<studyName>_<number>`, modulo the sum of the shares
 *
 * A sampler sees only the trials of one bracket, so the random startup of a model-based sampler lasts longer than without Hyperband.
 *
 * Li et al., "Hyperband", JMLR 18 (2018), Algorithm 1, with ASHA in its brackets, as Optuna 5's `HyperbandPruner`
 * (optuna/pruners/_hyperband.py).
 * Differs from Optuna: `maxResource` is required; S is exact, whereas a quotient of logarithms loses a bracket for, say, R = 243 and
 * η = 3. {@link successiveHalvingPruner} lists further differences.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const pruner = hyperbandPruner({ maxResource: 27 }) // 4 brackets, with first rungs at epochs 1, 3, 9 and 27
 */
export function hyperbandPruner(options: HyperbandPrunerOptions): Pruner {
  const { minResource = 1, maxResource, reductionFactor = 3, bootstrapCount = 0, studyName = '' } = options
  checkInteger('minResource', minResource, 1)
  checkInteger('maxResource', maxResource, minResource)
  checkInteger('reductionFactor', reductionFactor, 2)
  const last = countFactors(maxResource / minResource, reductionFactor)
  const brackets = Array.from({ length: last + 1 }, (_, minEarlyStoppingRate) => ({
    share: Math.ceil(
      ((last + 1) * reductionFactor ** (last - minEarlyStoppingRate)) / (last - minEarlyStoppingRate + 1),
    ),
    pruner: successiveHalvingPruner({ minResource, reductionFactor, minEarlyStoppingRate, bootstrapCount }),
  }))
  const shares = brackets.reduce((sum, { share }) => sum + share, 0)

  const bracketOf = (trialNumber: number): number => {
    let place = (crc32.str(`${studyName}_${trialNumber}`) >>> 0) % shares
    return brackets.findIndex(({ share }) => (place -= share) < 0)
  }
  return {
    name: 'hyperband',
    options: { minResource, maxResource, reductionFactor, bootstrapCount, studyName },
    shouldPrune(trial, others, direction) {
      const bracket = bracketOf(trial.number)
      const competing = others.filter(({ number }) => bracketOf(number) === bracket)
      return brackets[bracket].pruner.shouldPrune(trial, competing, direction)
    },
    bracketOf,
  }
}

/** Returns the exact ⌊log⌋, to the base `factor`, of a quotient of at least 1. */
function countFactors(quotient: number, factor: number): number {
  let factors = 0
  while (factor ** (factors + 1) <= quotient) factors++
  return factors
}
