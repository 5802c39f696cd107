import type { Value } from '../parameters/parameter.ts'
import type { Configuration, Space } from '../parameters/space.ts'
import type { PrunerSpec } from '../pruners/create-pruner.ts'
import type { SamplerSpec } from '../samplers/create-sampler.ts'
import type { Direction } from '../study/direction.ts'
import type { WholeFloats } from './read-floats.ts'

/** What a sweep file says, as plain data. What it does not say is absent. */
export interface SweepFile {
  readonly name?: string
  readonly description?: string
  /** In the order of the file. A parameter within another's `parameters` is named with dots: `optimizer.lr`. */
  readonly space: Space
  /** Names of the parameters that hold others, outermost first: such as `optimizer`. */
  readonly nested: readonly string[]
  /** Which whole numbers of which parameters are floats, such as 1.0. A parameter without any is absent. */
  readonly floats: Readonly<Record<string, WholeFloats>>
  readonly sampler: SamplerSpec
  /** Where one-factor-at-a-time and coordinate descent start; perhaps not of all parameters. */
  readonly baseline?: Configuration
  readonly metric?: SweepMetric
  readonly pruner?: PrunerSpec
  readonly program?: string
  /** Words and macros such as `${program}`. */
  readonly command?: readonly string[]
  /** At most so many configurations. */
  readonly runCap?: number
  /** Of the study. */
  readonly seed?: number
  /** So many trials for each configuration. Never together with `seeds`. */
  readonly repeats?: number
  /** Of each configuration's trials. */
  readonly seeds?: readonly number[]
  /** Trials at once. */
  readonly workers?: number
  /** How far back a sampler or a pruner looks; see `StudyOptions`. */
  readonly lag?: number
  /** Seconds that a trial may take. */
  readonly timeout?: number
  /** Bytes that a trial may use. */
  readonly memoryLimit?: number
  /** Times that a trial is started again after its process ended without a word. */
  readonly retryOnCrash?: number
  /** Times that a trial is started again after its program failed. */
  readonly retryOnError?: number
  /** Keys of W&B that mean nothing here, as they stand: `entity`, `project`, … */
  readonly other: Readonly<Record<string, unknown>>
  /** What is allowed but may be a mistake: sentences which begin with `file:line:column: `. */
  readonly warnings: readonly string[]
}

export interface SweepMetric {
  readonly name: string
  readonly direction: Direction
  /** Good enough: no more trials once one has it. */
  readonly target?: number
}

/** Of a condition: allowed values of other parameters. */
export type Condition = Readonly<Record<string, readonly Value[]>>
