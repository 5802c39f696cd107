/** Options of {@link compareAll} and {@link compare}. */
export interface CompareOptions {
  /** Whether larger values are better, as for accuracy, or smaller ones, as for loss. Default 'maximize'. */
  readonly direction?: 'maximize' | 'minimize'
  /** Probability that a table without any true difference shows one, in (0, 1). Default 0.05. */
  readonly level?: number
  /** Probability with which `seedsNeeded` seeds find the difference, above `level` and below 1. Default 0.8. */
  readonly power?: number
  /** Unit after the difference in `sentence`, such as 'points'. Default none. */
  readonly unit?: string
  /** Factor for differences in `sentence`, such as 100 for accuracies from 0 to 1. Default 1. */
  readonly scale?: number
  /** Decimals of differences in `sentence`. Default 4. */
  readonly digits?: number
}

/** What a comparison found about a sample, relative to its reference. */
export type Verdict = 'better' | 'worse' | 'not distinguishable'

/** The result of comparing one sample with its reference. */
export interface Comparison {
  /** The sample's label. */
  readonly label: string
  /** The reference's label. */
  readonly reference: string
  /** Number of seeds. */
  readonly seeds: number
  /** Mean of sample − reference, in the unit of the values. */
  readonly difference: number
  /**
   * Confidence interval of the difference at confidence 1 − `level`; `undefined` for one seed and for differences
   * without any spread.
   */
  readonly interval: readonly [low: number, high: number] | undefined
  /** Two-sided p-value of this comparison alone; 1 for one seed. */
  readonly p: number
  /** `p` after Holm's correction for all comparisons of the table. It decides the verdict. */
  readonly adjustedP: number
  /** The p-value of the sign-flip test, which assumes less and is never below 2 / 2ⁿ. For comparison with `p`. */
  readonly signFlipP: number
  /** Whether the sample is better or worse than the reference, by `adjustedP` and `level`. */
  readonly verdict: Verdict
  /** Number of seeds that would find a difference of this size; `undefined` if the verdict is clear or no number would. */
  readonly seedsNeeded: number | undefined
  /** The verdict in words, without the label: `better than "batch 128" by 0.21 points (…)`. */
  readonly sentence: string
}
