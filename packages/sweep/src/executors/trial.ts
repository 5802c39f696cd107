import type { Configuration } from '../parameters/space.ts'
import type { TrialResult } from './executor.ts'

/** A trial as its objective receives it. */
export interface Trial<C extends Configuration = Configuration> {
  /** The number of the trial, from 0. */
  readonly number: number
  /** The values of the parameters. */
  readonly configuration: C
  /** The seed of all randomness in the trial. */
  readonly seed: number
  /** The number of the attempt, from 1; above 1 if earlier attempts did not complete the trial. */
  readonly attempt: number
  /**
   * The folder of the trial, if the study has folders. It exists, and is the same for all attempts. Save the checkpoint for a step only
   * after `report()` of that step has returned. Otherwise a retry may resume after a report that was never recorded, and a trial that
   * should have been pruned there continues.
   */
  readonly folder?: string
  /** A signal that is aborted when the trial must stop, some time before the trial is stopped by force. */
  readonly signal: AbortSignal
  /**
   * Reports an intermediate value. `await` it.
   *
   * @param step A non-negative integer, such as the epoch
   * @throws {TrialStopped} If the trial must stop here. Do not catch this error
   */
  report(step: number, value: number): Promise<void>
  /** Sends a warning to the program that runs the study. The trial continues, and the warning is not recorded. */
  warn(message: string): void
}

/** The function that a study optimizes. It returns the value of a trial, or the value and attributes with further results. */
export type Objective<C extends Configuration = Configuration> = (
  trial: Trial<C>,
) => number | TrialResult | Promise<number | TrialResult>

/** Thrown by an objective that runs in its own process if the process died. The trial then counts as crashed. */
export class TrialCrashed extends Error {
  override readonly name = 'TrialCrashed'
}

/** Thrown by `trial.report()` to end an objective whose trial must stop. */
export class TrialStopped extends Error {
  override readonly name = 'TrialStopped'
  readonly reason: 'pruned' | 'rejected' | 'canceled'

  constructor(reason: 'pruned' | 'rejected' | 'canceled') {
    super(`The trial has to stop: ${reason}.`)
    this.reason = reason
  }
}
