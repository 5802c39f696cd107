/**
 * A number that changes while training: a function of how many steps the optimizer has taken, 0 at the first.
 *
 * Any function will do. Those of this package also have a `toJSON`, so that an optimizer with them can be saved.
 */
export interface Schedule {
  (step: number): number
  /** The schedule as plain JSON: `createSchedule` makes it again. */
  toJSON?(): ScheduleConfig
}

/** A schedule as plain JSON, e.g. `{ name: 'cosine', from: 1e-3, steps: 1000 }`. */
export interface ScheduleConfig {
  readonly name: string
  readonly [option: string]: unknown
}
