import type { Space } from '../parameters/space.ts'
import type { Direction } from './direction.ts'
import type { Attributes, StudyTrial } from './study-trial.ts'

/** How a study was created: the part of its options that its journal stores and that never changes. Plain JSON. */
export interface StudyDefinition {
  /** The parameters by name. */
  readonly space: Space
  /** The name of the sampler and its options. */
  readonly sampler: Readonly<Record<string, unknown>>
  /** The name of the pruner and its options; null without a pruner. */
  readonly pruner: Readonly<Record<string, unknown>> | null
  /** The seed of the study, from which every other seed is derived. */
  readonly seed: number
  /** The seeds of each configuration's repeats; null if every trial has a seed of its own. */
  readonly seeds: readonly number[] | null
  /** The option `lag` of `createStudy()`. */
  readonly lag: number
  /** The option `deterministic` of `createStudy()`. */
  readonly deterministic: boolean
}

/** A study as `readStudies()` reads it from a journal. */
export interface StudyRecord {
  /** The name of the study, unique within its journal. */
  readonly name: string
  /** Whether small or large values are better. */
  readonly direction: Direction
  /** How the study was created; absent if another program created it. */
  readonly definition?: StudyDefinition
  /** Every trial, by number. */
  readonly trials: readonly StudyTrial[]
  /** The planned number of trials, if known. */
  readonly trialCount?: number
  /** The name of the value by which trials are judged, if known. */
  readonly metric?: string
  /** User attributes of the study, written by any program (such as Optuna's dashboard). */
  readonly attributes: Attributes
}
