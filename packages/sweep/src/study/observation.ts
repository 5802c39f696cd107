import type { Configuration } from '../parameters/space.ts'
import type { Reports } from './reports.ts'

/** A configuration of a study with the result of its trials: one trial per repeat, each with its own seed. */
export interface Observation {
  /** The number of the configuration, from 0, in the order of proposals. */
  readonly number: number
  /** The values of the parameters. */
  readonly configuration: Configuration
  /** `running` until all trials of the configuration have ended; then `failed` or `pruned` if any trial is, else `complete`. */
  readonly state: 'running' | 'complete' | 'pruned' | 'failed'
  /** The mean of the trials' values if the state is `complete`. */
  readonly value?: number
  /** The reported values by step. With several trials, the mean over the trials that reported the step. */
  readonly intermediate: Reports
}
