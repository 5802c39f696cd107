import type { Attributes, Failure, StudyTrial } from '../study/study-trial.ts'
import type { Configuration } from '../parameters/space.ts'
import type { Observation } from '../study/observation.ts'
import type { Direction } from '../study/direction.ts'
import type { RankedConfiguration } from '../study/ranking.ts'
import type { StudyDefinition } from '../study/study-record.ts'

/** A search for the best configuration. */
export interface Study<C extends Configuration = Configuration> {
  readonly name: string
  readonly direction: Direction
  readonly definition: StudyDefinition
  /** How many trials it is to have; not known before the end if the sampler does not say. */
  readonly trialCount: number | undefined
  /** Trials a configuration. */
  readonly repeats: number
  /** At most this many run at a time. */
  readonly parallelism: number
  /** Every trial, by number. */
  readonly trials: readonly StudyTrial<C>[]
  /** Trials that count: one for each slot that was asked for, the latest. */
  readonly slots: readonly StudyTrial<C>[]
  /** Every configuration with what came of it, by number. */
  observations(): readonly Observation[]
  /** The configurations that have a complete trial, the best first, as `ranking()` of this study's trials says. */
  ranking(): readonly RankedConfiguration<C>[]
  /** The first configuration of `ranking()` whose trials are all complete; `undefined` if there is none. */
  best(): Observation | undefined
  /** The next trial, running now; 'wait' if it depends on trials that run; 'done' if there is none. */
  ask(): StudyTrial<C> | 'wait' | 'done'
  /**
   * Notes an intermediate value.
   *
   * @param step Integer from 0
   * @returns Whether the trial is to be pruned
   */
  report(number: number, step: number, value: number): boolean
  /** Ends a trial. */
  tell(number: number, result: TrialEnd): void
  /** Has a running trial start again; `failure` says why, if something failed. */
  restart(number: number, failure?: Failure): StudyTrial<C>
  /** A new trial in the place of one that failed. */
  retry(number: number): StudyTrial<C>
  /** Closes the journal. */
  close(): void
}

/** How a trial ended. */
export type TrialEnd =
  | { readonly state: 'complete'; readonly value: number; readonly attributes?: Attributes }
  | { readonly state: 'pruned'; readonly attributes?: Attributes }
  | { readonly state: 'failed'; readonly failure: Failure }
