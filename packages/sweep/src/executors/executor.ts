import type { Configuration } from '../parameters/space.ts'

/** One try to run a trial. */
export interface Attempt {
  readonly trial: number
  /** From 1; above 1 if earlier ones were lost. */
  readonly attempt: number
  /** Unlike that of every other attempt: who reports with another is refused. */
  readonly lease: string
  readonly configuration: Configuration
  readonly seed: number
  /** The trial's own folder, the same for all its attempts, so that one goes on from another's checkpoint. */
  readonly folder?: string
}

/** What a trial came to. */
export interface TrialResult {
  readonly value: number
  /** More of what came out; plain JSON. */
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** What the system said of an error, if it was the system's. */
export interface SystemError {
  /** Such as 'ENOSPC', by which a study knows that its disk is full. */
  readonly code?: string
  /** What was asked of the system, such as 'write' or 'spawn python'. */
  readonly syscall?: string
}

/** How an attempt ended. */
export type Outcome =
  | ({ readonly kind: 'complete' } & TrialResult)
  /** The objective stopped as it was told to. */
  | { readonly kind: 'pruned'; readonly attributes?: Readonly<Record<string, unknown>> }
  /** The objective threw. */
  | ({ readonly kind: 'error'; readonly message: string; readonly stack?: string } & SystemError)
  /** Its process ended without a word: a signal, an exit, out of memory. */
  | ({ readonly kind: 'crash'; readonly message: string } & SystemError)
  /** Ran longer than it may. */
  | { readonly kind: 'timeout'; readonly message: string }
  /** No heartbeat for longer than allowed, or a report was rejected. */
  | { readonly kind: 'lost'; readonly message: string }
  /** Stopped by `cancel()`. */
  | { readonly kind: 'cancelled' }

/** What the coordinator hears of an attempt. */
export interface AttemptListener {
  /**
   * @param step Integer from 0. A step that a later attempt reports again, after a checkpoint, has the later value; one
   *   that the same attempt reports again keeps its first value
   * @returns Whether the attempt is to stop: pruned, or refused, since its lease is not the trial's
   */
  onReport(lease: string, step: number, value: number): 'continue' | 'prune' | 'rejected'
  /** Hears what the objective says by `trial.warn()`. */
  onWarning?(lease: string, message: string): void
}

/** A running attempt. */
export interface RunningAttempt {
  /** Resolves exactly once, when nothing of the attempt runs any more; never rejects. */
  readonly outcome: Promise<Outcome>
  /** Stops it, with force if need be; it ends with 'cancelled' unless it has ended already. */
  cancel(): void
}

/** Where trials run. Test yours with the suites `test/*executor-conformance.ts`. */
export interface Executor {
  /** The listener hears nothing before this has returned. After `close()` it ends at once with 'cancelled'. */
  start(attempt: Attempt, listener: AttemptListener): RunningAttempt
  /** Cancels what still runs, waits for its end, and frees what the executor holds. */
  close(): Promise<void>
}
