/** A numeric hyper-parameter: a number, or a schedule, which returns a number for each step. */
export type Hyperparameter = number | Schedule

/**
 * A number that changes during training: a function of the number of steps that the optimizer has taken, 0 at the first
 * step.
 *
 * Any function that depends only on the step is a schedule. The schedules of this package also have a `toJSON`, so that
 * an optimizer with such schedules can be saved. A function with memory keeps its memory in `state`; otherwise the
 * memory is lost when a run is resumed from a checkpoint.
 */
export interface Schedule {
  (step: number): number
  /** Describes the schedule as plain JSON, from which `createSchedule` recreates the schedule. */
  toJSON?(): ScheduleConfig
  /**
   * The schedule's memory, as plain JSON. The optimizer's `getWeights()` reads the state and `setWeights()` writes it.
   * Absent if the schedule depends only on the step.
   */
  state?: unknown
  /** The numbers and schedules of which this schedule is composed. */
  readonly parts?: readonly Hyperparameter[]
}

/**
 * A schedule as plain JSON: an object with its name and its options, such as
 * `{ name: 'cosine', from: 1e-3, steps: 1000 }`.
 */
export interface ScheduleConfig {
  /** The schedule's name, such as `'cosine'`. */
  readonly name: string
  readonly [option: string]: unknown
}
