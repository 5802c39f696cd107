import type { Configuration } from '../parameters/space.ts'

/** One attempt to run a trial. */
export interface Attempt {
  /** The number of the trial. */
  readonly trial: number
  /** The number of the attempt, from 1; above 1 if earlier attempts failed. */
  readonly attempt: number
  /** An id that is unique to this attempt. Reports with another lease are rejected. */
  readonly lease: string
  /** The values of the parameters. */
  readonly configuration: Configuration
  /** The seed of the trial. */
  readonly seed: number
  /** The folder of the trial. It is the same for all attempts, so that an attempt can continue from the last checkpoint. */
  readonly folder?: string
}

/** The result of a complete trial. */
export interface TrialResult {
  /** The value that the study minimizes or maximizes. */
  readonly value: number
  /** Further results, as plain JSON. */
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** The details of an error of the operating system; empty for any other error. */
export interface SystemError {
  /** The error code, such as 'ENOSPC', by which a study detects that the disk is full. */
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
  | { readonly kind: 'canceled' }

/** Receives the messages of an attempt for the study. */
export interface AttemptListener {
  /**
   * Receives an intermediate value.
   *
   * @param step A non-negative integer. If a later attempt reports a step again, after a checkpoint, the later value counts; if the
   *   same attempt reports a step again, the first value counts
   * @returns Whether the attempt continues, is pruned, or must stop because its lease is no longer valid
   */
  onReport(lease: string, step: number, value: number): 'continue' | 'prune' | 'rejected'
  /** Receives a message of `trial.warn()`. */
  onWarning?(lease: string, message: string): void
}

/** A running attempt. */
export interface RunningAttempt {
  /** Resolves when no part of the attempt is running anymore; never rejects. */
  readonly outcome: Promise<Outcome>
  /** Stops the attempt, by force if necessary. It ends with 'canceled' unless it has already ended. */
  cancel(): void
}

/** Runs the attempts of trials. The suites `test/*executor-conformance.ts` can test your own executor. */
export interface Executor {
  /**
   * Starts an attempt. The listener is called only after this function has returned. After `close()`, an attempt ends immediately with
   * 'canceled'.
   */
  start(attempt: Attempt, listener: AttemptListener): RunningAttempt
  /** Cancels running attempts, waits until they have ended, and frees the executor's resources. */
  close(): Promise<void>
}
