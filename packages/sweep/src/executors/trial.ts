import type { Configuration } from '../parameters/space.ts'
import type { TrialResult } from './executor.ts'

/** What an objective is given. */
export interface Trial<C extends Configuration = Configuration> {
  /** From 0. */
  readonly number: number
  readonly configuration: C
  /** For everything random in it. */
  readonly seed: number
  /** From 1; above 1 if the trial was started before and did not end. */
  readonly attempt: number
  /**
   * The trial's own folder, if the study has one; the same for all attempts. It exists. For checkpoints: write that of a
   * step when `report()` of the step has returned. One written before has the next attempt skip a report that was lost,
   * and a trial go on that was to be pruned there.
   */
  readonly folder?: string
  /** Aborted when the trial is to stop soon, before it is stopped by force. */
  readonly signal: AbortSignal
  /**
   * Reports an intermediate value.
   *
   * @param step Integer from 0, such as the epoch
   * @throws {TrialStopped} If the trial is to stop here: pruned, or no longer its own. Let it through
   */
  report(step: number, value: number): Promise<void>
  /** Tells whoever runs the study something about the trial, which goes on. It is kept nowhere. */
  warn(message: string): void
}

/** What a study tunes: a value for a configuration. */
export type Objective<C extends Configuration = Configuration> = (
  trial: Trial<C>,
) => number | TrialResult | Promise<number | TrialResult>

/** Thrown by an objective whose work a process of its own did, if that process died: a crash, not an error. */
export class TrialCrashed extends Error {
  override readonly name = 'TrialCrashed'
}

/** Thrown by `trial.report()` to end an objective. */
export class TrialStopped extends Error {
  override readonly name = 'TrialStopped'
  readonly reason: 'pruned' | 'rejected' | 'cancelled'

  constructor(reason: 'pruned' | 'rejected' | 'cancelled') {
    super(`The trial is to stop: ${reason}.`)
    this.reason = reason
  }
}
