import type { Direction } from '../study/direction.ts'
import { checkShare } from './checks.ts'
import { describeComparison } from './describe-comparison.ts'
import { holm } from './holm.ts'
import { pairedTest } from './paired-test.ts'
import type { PairedTest } from './paired-test.ts'
import type { Repeats } from './repeats.ts'
import { seedsNeeded } from './seeds-needed.ts'

/** The repeats of one recipe, with a name for tables. */
export interface Row extends Repeats {
  readonly label: string
}

export interface CompareOptions {
  /** Whether larger values are better, as of accuracy, or smaller ones, as of loss. Default 'maximize'. */
  readonly direction?: Direction
  /** How often a table without any true difference may show one, above 0 and below 1. Default 0.05. */
  readonly level?: number
  /** How sure `seedsNeeded` is to be of finding the difference, above `level` and below 1. Default 0.8. */
  readonly power?: number
  /** Word behind a difference in `sentence`, such as 'points'. Default none. */
  readonly unit?: string
  /** What a difference is multiplied with in `sentence`, such as 100 for accuracies from 0 to 1. Default 1. */
  readonly scale?: number
  /** Decimals of a difference in `sentence`. Default 4. */
  readonly digits?: number
}

export type Verdict = 'better' | 'worse' | 'not distinguishable'

export interface Comparison {
  /** The candidate's label. */
  readonly label: string
  /** The reference's label. */
  readonly reference: string
  readonly seeds: number
  /** Mean of candidate − reference, in the unit of the values. */
  readonly difference: number
  /** Interval of the difference at confidence 1 − `level`; `undefined` for one seed or differences without any spread. */
  readonly interval: readonly [low: number, high: number] | undefined
  /** Two-sided p-value of this row alone; 1 for one seed. */
  readonly p: number
  /** `p` after Holm's adjustment for all rows of the table, which decides. */
  readonly adjustedP: number
  /** The p-value of flipping signs, which supposes less, and never is below 2 / 2ⁿ; for reading beside `p`. */
  readonly signFlipP: number
  readonly verdict: Verdict
  /** Seeds that would show a difference of this size; `undefined` where the verdict is clear or no number would. */
  readonly seedsNeeded: number | undefined
  /** The verdict in words, without the label: `better than "batch 128" by 0.21 points (…)`. */
  readonly sentence: string
}

/**
 * Compares rows of a table with a reference, and says of each what its seeds can tell.
 *
 * A row is better or worse if its p-value, after Holm's adjustment for all rows, is at most `level`. The p-value is of a
 * paired t-test over the seeds, which says whether a recipe is better on these test images:
 *
 *     t = d̄ / √V,    V = s² / n,    n − 1 degrees of freedom
 *
 * Where both have `correct`, V is the sum of the variance by seeds and that by images, Σ(d̄ᵢ − d̄)² / (N (N − 1)), with
 * Satterthwaite's degrees of freedom (Biometrics Bulletin 2(6), 1946): it says whether a recipe is better on new images
 * too. The sum counts twice what a seed and an image make only together, so that on average it is not too small (Owen, Annals of Applied
 * Statistics 1(2), 2007, on the same variance by resampling). Differences without any spread take the sign-flip p-value.
 *
 * Why this rule: how often one of 10 equal rows looks different, and a difference of 0.2 that is alone among them is
 * found where the differences' standard deviation is 0.07, of normal values in simulated tables:
 *
 *     rule, all with Holm                  5 seeds: false, found     10 seeds: false, found
 *     paired t-test                               4 %    70 %                5 %   100 %
 *     sign flips                                  0 %     0 %                5 %   100 %
 *     bootstrap of seeds                         49 %   100 %               23 %   100 %
 *     t-test with the rows' pooled variance       3 %   100 %                4 %   100 %
 *
 * The last is no choice: one row with a spread 5 times as large makes it false in 17 % of tables, the t-test in 5 %. Sign
 * flips of 5 seeds are never below 0.0625. One row alone is found by the t-test with 5 seeds in 99 %.
 *
 * @param reference The index of one row, which is not compared with itself; or what gives the reference of each row, and
 *   `undefined` for those to leave out
 * @returns For each row its comparison, in the same order; `undefined` for rows without a reference
 * @throws {RangeError} If a row and its reference do not have the same seeds or images, or an option is out of range
 *
 * @example
 * const rows = [
 *   { label: 'batch 128', values: [0.9902, 0.9899, 0.9904, 0.9897, 0.99] },
 *   { label: 'batch 32', values: [0.9921, 0.9922, 0.9925, 0.992, 0.9921] },
 *   { label: 'L2 1e-6', values: [0.9904, 0.9898, 0.9902, 0.99, 0.9899] },
 * ]
 * compareAll(rows, 0, { unit: 'points', scale: 100, digits: 2 })[1]?.sentence
 * // better than "batch 128" by 0.21 points (95 % interval 0.19 to 0.23, p < 0.001 after Holm)
 */
export function compareAll(
  rows: readonly Row[],
  reference: number | ((row: Row, index: number) => Row | undefined),
  options: CompareOptions = {},
): (Comparison | undefined)[] {
  const { direction = 'maximize', level = 0.05, power = 0.8 } = options
  checkShare('level', level)
  const referenceOf = typeof reference === 'number' ? fixedReference(rows, reference) : reference

  const pairs = rows.flatMap((row, index) => {
    const other = referenceOf(row, index)
    return other === undefined ? [] : [{ index, row, other, test: pairedTest(row, other, 1 - level) }]
  })
  const adjusted = holm(pairs.map(({ test }) => test.p))
  const comparisons = new Array<Comparison | undefined>(rows.length).fill(undefined)
  pairs.forEach(({ index, row, other, test }, position) => {
    const { seeds, difference, interval, p, signFlipP, disagreement } = test
    const adjustedP = adjusted[position]
    const verdict = verdictOf(difference, adjustedP <= level, direction)
    const facts = {
      label: row.label,
      reference: other.label,
      seeds,
      difference,
      interval,
      p,
      adjustedP,
      signFlipP,
      verdict,
      seedsNeeded: verdict === 'not distinguishable' ? needed(test, power, level / pairs.length) : undefined,
    }
    const context = { ...options, level, tests: pairs.length, disagreement }
    comparisons[index] = { ...facts, sentence: describeComparison(facts, context) }
  })
  return comparisons
}

function fixedReference(rows: readonly Row[], index: number): (row: Row, index: number) => Row | undefined {
  if (rows[index] === undefined) {
    throw new RangeError(
      `\`reference\` must be the index of a row, from 0 to ${rows.length - 1}, got ${index}.`,
    )
  }
  return (_, other) => (other === index ? undefined : rows[index])
}

function verdictOf(difference: number, significant: boolean, direction: Direction): Verdict {
  if (!significant || difference === 0) return 'not distinguishable'
  return difference > 0 === (direction === 'maximize') ? 'better' : 'worse'
}

/** For one of many rows the level is divided by all of them, as if it were the only one that differs. */
function needed(test: PairedTest, power: number, level: number): number | undefined {
  if (test.interval === undefined) return undefined
  return seedsNeeded({
    difference: test.difference,
    standardDeviation: test.deviation,
    fixedVariance: test.fixedVariance,
    power,
    level,
  })
}
