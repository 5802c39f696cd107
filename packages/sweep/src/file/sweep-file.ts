import type { Value } from '../parameters/parameter.ts'
import type { Configuration, Space } from '../parameters/space.ts'
import type { PrunerSpec } from '../pruners/create-pruner.ts'
import type { SamplerSpec } from '../samplers/create-sampler.ts'
import type { Direction } from '../study/direction.ts'
import type { WholeFloats } from './read-floats.ts'

/** A sweep file as plain data. Keys that the file does not have are absent. */
export interface SweepFile {
  readonly name?: string
  readonly description?: string
  /** The parameters in the order of the file. A nested parameter is named with dots: `optimizer.lr`. */
  readonly space: Space
  /** Names of the parameters that contain others, outermost first, such as `optimizer`. */
  readonly nested: readonly string[]
  /** The integers among each parameter's values that are floats, such as 1.0. Parameters without any are absent. */
  readonly floats: Readonly<Record<string, WholeFloats>>
  readonly sampler: SamplerSpec
  /** Values at which one-factor-at-a-time and coordinate descent start, of some or all parameters. */
  readonly baseline?: Configuration
  readonly metric?: SweepMetric
  readonly pruner?: PrunerSpec
  readonly program?: string
  /** Words and macros such as `${program}`. */
  readonly command?: readonly string[]
  /** The most configurations of the study. */
  readonly runCap?: number
  /** Seed of the study. */
  readonly seed?: number
  /** Number of trials of each configuration. Absent if there are `seeds`. */
  readonly repeats?: number
  /** Seeds of each configuration's trials. */
  readonly seeds?: readonly number[]
  /** Number of trials that run at a time. */
  readonly workers?: number
  /** Distance in trials between a trial and the latest results that its sampler and pruner use; see `StudyOptions`. */
  readonly lag?: number
  /** The longest time that a trial may run, in seconds. */
  readonly timeout?: number
  /** The most memory that a trial may use, in bytes. */
  readonly memoryLimit?: number
  /** How often a trial is restarted after its process crashed. */
  readonly retryOnCrash?: number
  /** How often a trial is restarted after its program failed. */
  readonly retryOnError?: number
  /** Values of W&B's keys that have no effect here, such as `entity` and `project`. */
  readonly ignored: Readonly<Record<string, unknown>>
  /** Sentences about probable mistakes, each of which starts with `file:line:column: `. */
  readonly warnings: readonly string[]
}

/** The metric by which a sweep compares trials. */
export interface SweepMetric {
  /** Name of the metric, such as `val_loss`. */
  readonly name: string
  /** Whether small or large values are better. */
  readonly direction: Direction
  /** A value that is good enough: the sweep starts no more trials once a trial reaches it. */
  readonly target?: number
}

/** The values of other parameters for which a parameter exists. */
export type Condition = Readonly<Record<string, readonly Value[]>>
