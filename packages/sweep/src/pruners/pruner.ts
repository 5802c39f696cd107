import type { Reports } from '../study/reports.ts'
import type { Direction } from '../study/direction.ts'

/** A trial as a pruner sees it. */
export interface TrialProgress {
  /** The number of the trial's configuration, which its repeats share. */
  readonly number: number
  readonly state: 'running' | 'complete' | 'pruned' | 'failed'
  /** The reported values by step; a value may be NaN. */
  readonly intermediate: Reports
}

/** The trial that a pruner judges. */
export interface ReportingTrial extends TrialProgress {
  /**
   * Whether the judged report has the largest step so far. Otherwise its step is smaller or was reported before: the last step of the
   * trial is that of an earlier decision, perhaps with one more value before it.
   */
  readonly advanced: boolean
}

/** A pruner decides after each report of a trial whether the trial continues. Its decisions depend on their arguments alone. */
export interface Pruner {
  /** The name of the pruner, stored in the journal. */
  readonly name: string
  /** All options with defaults filled in, as plain JSON. */
  readonly options: Readonly<Record<string, unknown>>
  /**
   * Decides whether a trial is pruned.
   *
   * @param trial The trial that has just reported; its report is in `intermediate`, unless the step already had a value
   * @param others Every other trial that the decision may depend on, by number
   */
  shouldPrune(trial: ReportingTrial, others: readonly TrialProgress[], direction: Direction): boolean
  /** Whether decisions depend on other trials. If false, any number of trials may run at a time. Default true. */
  readonly looksBack?: boolean
  /**
   * Options that an earlier version of the pruner did not have, each with the value that reproduces the earlier version. A study that
   * was started with the earlier version continues only with these values. Default: none.
   */
  readonly addedOptions?: Readonly<Record<string, unknown>>
  /** Returns the bracket of a configuration. A sampler that never ends sees only configurations of the same bracket. */
  bracketOf?(number: number): number
}
