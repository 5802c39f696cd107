import type { Configuration } from '../parameters/space.ts'
import type { Reports } from './reports.ts'

/** Attributes by name. The values are plain JSON. */
export type Attributes = Readonly<Record<string, unknown>>

/** Why a trial failed, or why one of its attempts did. */
export interface Failure {
  readonly kind: 'error' | 'crash' | 'timeout' | 'lost'
  readonly message: string
  readonly attempt: number
}

/** One run of a configuration: with one seed, ended or not. */
export interface StudyTrial<C extends Configuration = Configuration> {
  /** From 0, in the order of `ask()`. */
  readonly number: number
  /** Place in the study's plan: configuration × repeats + repeat. Another than `number` after retries only. */
  readonly slot: number
  /** Number of its configuration, from 0. */
  readonly configurationNumber: number
  /** Which of the study's seeds it has, from 0. */
  readonly repeat: number
  readonly seed: number
  readonly configuration: C
  readonly state: 'running' | 'complete' | 'pruned' | 'failed'
  /** If complete. */
  readonly value?: number
  /**
   * What it reported, by step: the first value of a step that an attempt reports twice, the last attempt's where several
   * attempts reported a step.
   */
  readonly intermediate: Reports
  /** How often it was started. */
  readonly attempts: number
  /** Attempts that ended without a result, in order; if the trial failed, the last one says why. */
  readonly failures: readonly Failure[]
  /** What the objective gave besides the value. */
  readonly attributes: Attributes
  /**
   * When it started, ISO 8601; after the study was stopped, when it was started again, so that no trial lasts while nothing
   * runs. (Optuna, which reads the same journal, shows when it started first.)
   */
  readonly startedAt?: string
  /** ISO 8601; never before `startedAt`, even if the clock was set back. */
  readonly endedAt?: string
}
