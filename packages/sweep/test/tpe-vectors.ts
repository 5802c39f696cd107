import { readFileSync } from 'node:fs'
import type { UnconditionalParameter } from '../src/parameters/parameter.ts'
import type { Configuration, Space } from '../src/parameters/space.ts'
import type { Observation } from '../src/study/observation.ts'
import type { Direction } from '../src/study/direction.ts'

type Intermediate = readonly (readonly [number, number])[]

interface TpeVectors {
  readonly belowCounts: readonly (readonly [number, number])[]
  readonly weights: readonly (readonly [number, readonly number[]])[]
  readonly normal: {
    readonly logCdf: readonly [readonly number[], readonly number[]]
    readonly intervals: readonly (readonly [number, number])[]
    readonly logMasses: readonly number[]
    readonly logDensitiesInTheMiddle: readonly number[]
    readonly quantiles: readonly number[]
    readonly values: readonly (readonly number[])[]
  }
  readonly estimators: readonly {
    readonly parameter: UnconditionalParameter
    readonly values: readonly number[]
    readonly weights: readonly number[]
    readonly means?: readonly number[]
    readonly deviations?: readonly number[]
    readonly probabilities?: readonly number[]
    readonly points: readonly number[]
    readonly logDensities: readonly number[]
  }[]
  readonly product: {
    readonly parameters: readonly UnconditionalParameter[]
    readonly columns: readonly (readonly number[])[]
    readonly points: readonly (readonly number[])[]
    readonly logDensities: readonly number[]
  }
  readonly splits: readonly {
    readonly direction: Direction
    readonly history: readonly (readonly [Observation['state'], number | null, Intermediate])[]
    readonly below: readonly number[]
  }[]
  readonly studies: Readonly<Record<string, RecordedStudy>>
}

/** A study as Optuna ran it. */
export interface RecordedStudy {
  readonly space: Space
  readonly direction: Direction
  readonly seed: number
  readonly options: {
    readonly multivariate: boolean
    readonly group: boolean
    readonly constant_liar?: boolean
  }
  readonly trials: readonly {
    readonly configuration: Configuration
    readonly state: Observation['state']
    readonly value: number | null
    readonly intermediate: Intermediate
    /** The number of the first trial that was asked for after this trial had ended. */
    readonly endedBefore: number
  }[]
}

/** Optuna's results; see `vectors/tpe.py`. */
export const tpeVectors: TpeVectors = JSON.parse(
  readFileSync(new URL('vectors/tpe.json', import.meta.url), 'utf8'),
  (_, value: unknown) => (value === 'NaN' ? NaN : value),
)
