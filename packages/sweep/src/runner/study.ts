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
  readonly direction: Direction
  /** How the study was created, as its journal stores it. */
  readonly definition: StudyDefinition
  /** The number of trials the study is to have; `undefined` if only its sampler will know. */
  readonly trialCount: number | undefined
  /** The number of trials of each configuration. */
  readonly repeats: number
  /** The largest number of trials that may run at a time. */
  readonly parallelism: number
  /** Every trial, by number; also trials that another program added to the journal. */
  readonly trials: readonly StudyTrial[]
  /** The trials that count: the latest trial of each slot of the study's plan. */
  readonly slots: readonly StudyTrial<C>[]
  /** Returns every configuration with the result of its trials, by number. */
  observations(): readonly Observation[]
  /** Returns the configurations that have a complete trial, the best first: `ranking()` of the study's trials. */
  ranking(): readonly RankedConfiguration<C>[]
  /** Returns the first configuration of `ranking()` whose trials are all complete; `undefined` if there is none. */
  best(): Observation | undefined
  /** Starts the next trial. Returns 'wait' if the trial depends on running trials, and 'done' if there is none left. */
  ask(): StudyTrial<C> | 'wait' | 'done'
  /**
   * Keeps an intermediate value of a running trial, and asks the pruner.
   *
   * @param step A non-negative integer, such as the epoch
   * @returns Whether the trial is to be pruned
   * @throws {RangeError} If the trial is not running, or the step is wrong
   */
  report(number: number, step: number, value: number): boolean
  /** Ends a running trial. @throws {RangeError} If the trial is not running, or its value is NaN */
  tell(number: number, result: TrialEnd): void
  /** Starts a running trial again; `failure` is why its attempt failed, if it did. */
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
