import type { Configuration } from '../parameters/space.ts'
import type { Reports } from './reports.ts'

/** Attributes by name. The values are plain JSON. */
export type Attributes = Readonly<Record<string, unknown>>

/** Why an attempt of a trial failed. */
export interface Failure {
  readonly kind: 'error' | 'crash' | 'timeout' | 'lost'
  readonly message: string
  readonly attempt: number
}

/** A trial of a study: one evaluation of a configuration with one seed. It may still be running. */
export interface StudyTrial<C extends Configuration = Configuration> {
  /** The number of the trial, from 0, in the order in which trials were started. */
  readonly number: number
  /** The place in the study's plan: configuration × repeats + repeat. It differs from `number` only after retries. */
  readonly slot: number
  /** The number of the trial's configuration, from 0. */
  readonly configurationNumber: number
  /** The number of the repeat, from 0: the index of the trial's seed among the study's seeds. */
  readonly repeat: number
  /** The seed of the trial. */
  readonly seed: number
  /** The values of the parameters. */
  readonly configuration: C
  /** Whether the trial is still running, or how it ended. */
  readonly state: 'running' | 'complete' | 'pruned' | 'failed'
  /** The value of a complete trial. */
  readonly value?: number
  /**
   * The reported values by step. If an attempt reported a step several times, the first value counts; if several attempts reported it,
   * the value of the last attempt.
   */
  readonly intermediate: Reports
  /** The number of times the trial was started. */
  readonly attempts: number
  /** The failures of attempts, in order. If the trial failed, the last one is the reason. */
  readonly failures: readonly Failure[]
  /** The attributes that the objective returned with the value. */
  readonly attributes: Attributes
  /**
   * The time of the start in ISO 8601. For a trial that was running when the study stopped, it is the time of the restart, so that the
   * duration excludes the interruption. (Optuna, which reads the same journal, shows the time of the first start.)
   */
  readonly startedAt?: string
  /** The time of the end in ISO 8601; never before `startedAt`, even if the clock was set back. */
  readonly endedAt?: string
}
