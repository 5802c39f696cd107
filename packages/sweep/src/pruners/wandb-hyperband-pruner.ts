import { checkInteger } from '../parameters/check.ts'
import type { Reports } from '../study/reports.ts'
import type { Pruner } from './pruner.ts'

/** Options of `wandbHyperbandPruner()`, with the names of W&B's `early_terminate`: either `minIter`, or `maxIter` and `s`. */
export interface WandbHyperbandPrunerOptions {
  /** The first band, in reports. A positive integer. The bands are this number times 1, η, η², … */
  readonly minIter?: number
  /** With `s`, instead of `minIter`: the bands are this number divided by η, η², …, ηˢ. A positive integer. */
  readonly maxIter?: number
  /** The number of bands of `maxIter`; bands below one report are left out. A positive integer. */
  readonly s?: number
  /** η: about one trial in η continues at a band. A finite number above 1. Default 3. */
  readonly eta?: number
  /** Whether a trial is judged by its value at the band instead of its best value so far. Default true. */
  readonly strict?: boolean
}

/**
 * Prunes as the early termination of W&B's sweeps: at certain numbers of reports, called bands, about one trial in η continues.
 *
 *     bands              ⌊minIter ηᵏ⌋ for k = 0 … 99, or ⌊maxIter / ηᵏ⌋ for k = 1 … s
 *     band b of a trial  the last band that its reports have reached; the trial is judged there at each of its reports
 *     threshold          element ⌊n / η⌋, counted from 0, of the sorted values at b of the n trials that have reached b
 *     prune iff          the trial's value at b, or with `strict: false` its best value so far, is worse than the threshold
 *
 * ⌊n / η⌋ + 1 of n different values pass. A trial that passed is pruned later if enough other trials overtake it. Bands count reports,
 * whatever their steps: report 3 is the report with the third smallest step. Values that are NaN or infinite are not counted. A trial
 * beyond the last band is still compared at the last band.
 *
 * The rule is that of W&B's published scheduler (github.com/wandb/sweeps, `hyperband_stopping.py`), including its default for
 * `strict`. Differs from W&B: decisions are made at every report, whereas W&B's scheduler runs every few minutes.
 *
 * @throws {RangeError} If an option is out of its range, or there is neither `minIter` nor `maxIter` with `s`
 *
 * @example
 * const pruner = wandbHyperbandPruner({ minIter: 3 }) // judges at reports 3, 9, 27, …
 */
export function wandbHyperbandPruner(options: WandbHyperbandPrunerOptions): Pruner {
  const { minIter, maxIter, s, eta = 3, strict = true } = options
  if (!(eta > 1 && eta < Infinity)) {
    throw new RangeError(`\`eta\` must be a finite number above 1, got ${String(eta)}.`)
  }
  const bands = bandsOf({ minIter, maxIter, s, eta })
  return {
    name: 'wandbHyperband',
    options: { ...(maxIter === undefined ? { minIter } : { maxIter, s }), eta, strict },
    shouldPrune({ intermediate }, others, direction) {
      const sign = direction === 'minimize' ? 1 : -1
      const band = bands.findLast((reports) => reports <= intermediate.finiteCount)
      if (band === undefined) return false
      const own = sign * intermediate.finiteValueAt(band - 1)!
      const there = others
        .flatMap((other) => other.intermediate.finiteValueAt(band - 1) ?? [])
        .map((value) => sign * value)
        .concat(own)
        .sort((a, b) => a - b)
      const threshold = there[Math.floor((1 / eta) * there.length)]
      return (strict ? own : bestOf(intermediate, sign)) > threshold
    },
  }
}

/** The number of bands that W&B derives from `minIter`. */
const mostBands = 100

/** Returns the bands in ascending order. The operations are the same as in W&B, so that results are rounded equally. */
function bandsOf({
  minIter,
  maxIter,
  s,
  eta,
}: WandbHyperbandPrunerOptions & { readonly eta: number }): readonly number[] {
  const bands: number[] = []
  if (maxIter !== undefined) {
    checkInteger('maxIter', maxIter, 1)
    checkInteger('s', s!, 1)
    for (let band = maxIter / eta; bands.length < s! && band >= 1; band /= eta)
      bands.unshift(Math.floor(band))
    if (bands.length > 0) return bands
    throw new RangeError(
      `\`maxIter\` must be at least \`eta\` ${eta}, got ${maxIter}: no band lies below it.`,
    )
  }
  if (minIter === undefined) {
    throw new RangeError('The pruner has no bands: expected `minIter`, or `maxIter` and `s`, got neither.')
  }
  checkInteger('minIter', minIter, 1)
  for (let band = minIter; bands.length < mostBands && band < Infinity; band *= eta)
    bands.push(Math.floor(band))
  return bands
}

/** Returns the smallest finite loss. */
function bestOf(intermediate: Reports, sign: number): number {
  const best = sign === 1 ? intermediate.least() : -intermediate.greatest()
  if (best !== -Infinity) return best
  return Array.from(intermediate.values(), (value) => sign * value)
    .filter(Number.isFinite)
    .reduce((least, loss) => Math.min(least, loss))
}
