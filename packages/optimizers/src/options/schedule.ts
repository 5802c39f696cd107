import type { Hyperparameter } from './check-option.ts'

/**
 * A number that changes while training: a function of how many steps the optimizer has taken, 0 at the first.
 *
 * Any function of the step alone will do. Those of this package also have a `toJSON`, so that an optimizer with them can
 * be saved. A function that remembers something from step to step keeps it in `state`: otherwise a run that is resumed
 * from a checkpoint has lost it.
 */
export interface Schedule {
  (step: number): number
  /** The schedule as plain JSON: `createSchedule` makes it again. */
  toJSON?(): ScheduleConfig
  /**
   * What the schedule remembers, as plain JSON. The optimizer's `getWeights()` reads it and `setWeights()` writes it.
   * Absent on schedules of the step alone.
   */
  state?: unknown
  /** The numbers and schedules that this schedule is made of. */
  readonly parts?: readonly Hyperparameter[]
}

/** A schedule as plain JSON, e.g. `{ name: 'cosine', from: 1e-3, steps: 1000 }`. */
export interface ScheduleConfig {
  readonly name: string
  readonly [option: string]: unknown
}
