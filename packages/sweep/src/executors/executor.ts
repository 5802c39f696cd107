import type { Configuration } from '../parameters/space.ts'

/** One attempt to run a trial. */
export interface Attempt {
  /** The number of the trial. */
  readonly trial: number
  /** The number of the attempt, from 1; above 1 if earlier attempts failed. */
  readonly attempt: number
  /** Unique to this attempt. Reports that carry another lease are rejected. */
  readonly lease: string
  readonly configuration: Configuration
  readonly seed: number
  /** The folder of the trial, the same for all its attempts, so that an attempt can continue from the checkpoint of an earlier one. */
  readonly folder?: string
}

/** The result of a complete trial. */
export interface TrialResult {
  readonly value: number
  /** Further results, as plain JSON. */
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** The operating system's part of an error; empty if the error came from elsewhere. */
export interface SystemError {
  /** The error code, such as 'ENOSPC', by which a study knows that its disk is full. */
  readonly code?: string
  /** The system call that failed, such as 'write' or 'spawn python'. */
  readonly syscall?: string
}

/** How an attempt ended. */
export type Outcome =
  | ({ readonly kind: 'complete' } & TrialResult)
  /** The objective stopped because its trial was pruned. */
  | { readonly kind: 'pruned'; readonly attributes?: Readonly<Record<string, unknown>> }
  /** The objective threw. */
  | ({ readonly kind: 'error'; readonly message: string; readonly stack?: string } & SystemError)
  /** The process ended without a result: by a signal, an exit, or running out of memory. */
  | ({ readonly kind: 'crash'; readonly message: string } & SystemError)
  /** The attempt ran longer than allowed. */
  | { readonly kind: 'timeout'; readonly message: string }
  /** There was no heartbeat for longer than allowed, or a report was rejected. */
  | { readonly kind: 'lost'; readonly message: string }
  /** `cancel()` stopped the attempt. */
  | { readonly kind: 'cancelled' }

/** Takes the messages of an attempt, for the study. */
export interface AttemptListener {
  /**
   * Takes an intermediate value.
   *
   * @param step A non-negative integer. A step that a later attempt reports again, after a checkpoint, has the later value; a step
   *   that the same attempt reports again keeps its first value
   * @returns Whether the attempt continues, or stops because it is pruned or because the trial has another lease
   */
  onReport(lease: string, step: number, value: number): 'continue' | 'prune' | 'rejected'
  /** Takes a message of `trial.warn()`. */
  onWarning?(lease: string, message: string): void
}

/** A running attempt. */
export interface RunningAttempt {
  /** Resolves when no part of the attempt runs any more; never rejects. */
  readonly outcome: Promise<Outcome>
  /** Stops the attempt, by force if necessary. It ends with 'cancelled' unless it has ended already. */
  cancel(): void
}

/** Runs the attempts of trials. The suites `test/*executor-conformance.ts` test an executor of your own. */
export interface Executor {
  /** Starts an attempt, whose messages come after this has returned. After `close()`, the attempt ends at once with 'cancelled'. */
  start(attempt: Attempt, listener: AttemptListener): RunningAttempt
  /** Cancels running attempts, waits until they have ended, and frees the executor's resources. */
  close(): Promise<void>
}
