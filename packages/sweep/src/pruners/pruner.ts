import type { Reports } from '../study/reports.ts'
import type { Direction } from '../study/direction.ts'

/** What a pruner knows of a trial. */
export interface TrialProgress {
  /** Of its configuration: its repeats share one. */
  readonly number: number
  readonly state: 'running' | 'complete' | 'pruned' | 'failed'
  /** What it reported, by step. NaN if it reported that. */
  readonly intermediate: Reports
}

/** What a pruner knows of the trial that it judges. */
export interface ReportingTrial extends TrialProgress {
  /**
   * Whether the report that is judged has the largest step so far. Otherwise its step went back, or was reported before:
   * the trial stands where it stood at an earlier decision, perhaps with one value more.
   */
  readonly advanced: boolean
}

/** Decides, after each report of a trial, whether it goes on. A function of its arguments: it has no memory. */
export interface Pruner {
  readonly name: string
  /** Everything it was made with, defaults filled in: plain JSON. */
  readonly options: Readonly<Record<string, unknown>>
  /**
   * @param trial The trial that has just reported; its report is in `intermediate`, unless the step had a value already
   * @param others Every other trial that the decision may depend on, in the order of numbers
   */
  shouldPrune(trial: ReportingTrial, others: readonly TrialProgress[], direction: Direction): boolean
  /** Whether decisions depend on other trials. Without, any number of trials may run at a time. Default: true. */
  readonly looksBack?: boolean
  /** Options that it did not have in an earlier version; as those of a `Sampler`. Default: none. */
  readonly addedOptions?: Readonly<Record<string, unknown>>
  /** The bracket of a configuration, if there are such; a sampler that never ends sees only those of the same one. */
  bracketOf?(number: number): number
}
