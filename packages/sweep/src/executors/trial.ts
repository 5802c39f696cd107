import type { Configuration } from '../parameters/space.ts'
import type { TrialResult } from './executor.ts'

/** A trial, as an objective gets it. */
export interface Trial<C extends Configuration = Configuration> {
  /** The number of the trial, from 0. */
  readonly number: number
  /** The values of the parameters. */
  readonly configuration: C
  /** Decides everything random in the trial. */
  readonly seed: number
  /** The number of the attempt, from 1; above 1 if the trial was started before and did not end. */
  readonly attempt: number
  /**
   * The folder of the trial, if the study has folders; it exists, and is the same for all attempts. Save the checkpoint for a step
   * after `report()` of that step returned. Otherwise a retry resumes past a report that was never recorded, and a trial that should
   * be pruned there continues.
   */
  readonly folder?: string
  /** Aborted when the trial has to stop, some time before it is stopped by force. */
  readonly signal: AbortSignal
  /**
   * Reports an intermediate value. `await` it.
   *
   * @param step A non-negative integer, such as the epoch
   * @throws {TrialStopped} If the trial has to stop here. Do not catch it
   */
  report(step: number, value: number): Promise<void>
  /** Sends a warning to the program that runs the study. The trial continues, and the warning is not recorded. */
  warn(message: string): void
}

/** The function that a study optimizes: returns the value of a trial, with attributes if there are further results. */
export type Objective<C extends Configuration = Configuration> = (
  trial: Trial<C>,
) => number | TrialResult | Promise<number | TrialResult>

/** Thrown by an objective that works in a process of its own, if that process died: the trial counts as crashed. */
export class TrialCrashed extends Error {
  override readonly name = 'TrialCrashed'
}

/** Thrown by `trial.report()` to end an objective whose trial has to stop. */
export class TrialStopped extends Error {
  override readonly name = 'TrialStopped'
  readonly reason: 'pruned' | 'rejected' | 'cancelled'

  constructor(reason: 'pruned' | 'rejected' | 'cancelled') {
    super(`The trial has to stop: ${reason}.`)
    this.reason = reason
  }
}
