import type { Configuration } from '../parameters/space.ts'
import type { Direction } from '../study/direction.ts'
import type { Observation } from '../study/observation.ts'
import type { RankedConfiguration } from '../study/ranking.ts'
import type { StudyDefinition } from '../study/study-record.ts'
import type { Attributes, Failure, StudyTrial } from '../study/study-trial.ts'

/** A search for the best configuration, as `createStudy()` returns it. */
export interface Study<C extends Configuration = Configuration> {
  /** The name of the study, unique within its journal. */
  readonly name: string
  /** Whether small or large values are better. */
  readonly direction: Direction
  /** How the study was created, as its journal stores it. */
  readonly definition: StudyDefinition
  /** The planned number of trials; `undefined` if it depends on the sampler's proposals. */
  readonly trialCount: number | undefined
  /** The number of trials of each configuration. */
  readonly repeats: number
  /** The largest number of trials that may run at a time. */
  readonly parallelism: number
  /** Every trial, by number, including trials that another program added to the journal. */
  readonly trials: readonly StudyTrial[]
  /** The trials that count: the latest trial of each slot of the study's plan. */
  readonly slots: readonly StudyTrial<C>[]
  /** Returns every configuration with the result of its trials, by number. */
  observations(): readonly Observation[]
  /** Returns the configurations that have a complete trial, the best first, as the function `ranking()` does. */
  ranking(): readonly RankedConfiguration<C>[]
  /** Returns the first configuration of `ranking()` whose trials are all complete; `undefined` if there is none. */
  best(): Observation | undefined
  /** Starts the next trial. Returns 'wait' if the next trial depends on running trials, and 'done' if no trial is left. */
  ask(): StudyTrial<C> | 'wait' | 'done'
  /**
   * Records an intermediate value of a running trial, and asks the pruner whether the trial continues.
   *
   * @param step A non-negative integer, such as the epoch
   * @returns Whether the trial must be pruned
   * @throws {RangeError} If the trial is not running, or the step is not a non-negative integer
   */
  report(number: number, step: number, value: number): boolean
  /** Ends a running trial. @throws {RangeError} If the trial is not running, or its value is NaN */
  tell(number: number, result: TrialEnd): void
  /** Restarts a running trial. `failure` is the reason why its attempt failed; absent if the study was stopped. */
  restart(number: number, failure?: Failure): StudyTrial<C>
  /** Starts a new trial in the place of a trial that failed. @throws {RangeError} If the trial did not fail */
  retry(number: number): StudyTrial<C>
  /** Closes the journal. */
  close(): void
}

/** The result of a trial. */
export type TrialEnd =
  | { readonly state: 'complete'; readonly value: number; readonly attributes?: Attributes }
  | { readonly state: 'pruned'; readonly attributes?: Attributes }
  | { readonly state: 'failed'; readonly failure: Failure }
