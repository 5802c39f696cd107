import type { Direction } from '../samplers/sampler.ts'

/** What a pruner knows of a trial. */
export interface TrialProgress {
  /** Of its configuration: its repeats share one. */
  readonly number: number
  readonly state: 'running' | 'complete' | 'pruned' | 'failed'
  /** What it reported, by step, ascending. NaN if it reported that. */
  readonly intermediate: ReadonlyMap<number, number>
}

/** Decides, after each report of a trial, whether it goes on. A function of its arguments: it has no memory. */
export interface Pruner {
  readonly name: string
  /** Everything it was made with, defaults filled in: plain JSON. */
  readonly options: Readonly<Record<string, unknown>>
  /**
   * @param trial The trial that has just reported; its report is in `intermediate`
   * @param others Every other trial that the decision may depend on, in the order of numbers
   */
  shouldPrune(trial: TrialProgress, others: readonly TrialProgress[], direction: Direction): boolean
  /** The rung that a trial has reached, from 0, if the pruner has such. */
  rungOf?(trial: TrialProgress): number
  /** The bracket of a configuration, if there are such; a sampler that never ends sees only those of the same one. */
  bracketOf?(number: number): number
}
