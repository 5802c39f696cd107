/** A numeric hyper-parameter: a number, or a schedule that gives a number for each step. */
export type Hyperparameter = number | Schedule

/**
 * A number that changes while training: a function of how many steps the optimizer has taken, 0 at the first step.
 *
 * Any function of the step alone will do. The schedules of this package also have a `toJSON`, so that an optimizer with
 * them can be saved. A function that remembers something from step to step keeps it in `state`: otherwise a run that is
 * resumed from a checkpoint has lost it.
 */
export interface Schedule {
  (step: number): number
  /** Describes the schedule as plain JSON, from which `createSchedule` makes the schedule again. */
  toJSON?(): ScheduleConfig
  /**
   * What the schedule remembers, as plain JSON. The optimizer's `getWeights()` reads it and `setWeights()` writes it.
   * Absent on schedules of the step alone.
   */
  state?: unknown
  /** The numbers and schedules that this schedule is made of. */
  readonly parts?: readonly Hyperparameter[]
}

/** A schedule as plain JSON: its name beside its options, such as `{ name: 'cosine', from: 1e-3, steps: 1000 }`. */
export interface ScheduleConfig {
  /** The schedule's name, such as `'cosine'`. */
  readonly name: string
  readonly [option: string]: unknown
}
