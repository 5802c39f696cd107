import type { Attempt, AttemptListener, Outcome } from '../executors/executor.ts'

/** What the coordinator tells the process of an attempt. */
export type ToTrial =
  | { readonly kind: 'start'; readonly attempt: Attempt; readonly module: string; readonly data: unknown }
  /** To the oldest report that has none yet. */
  | { readonly kind: 'answer'; readonly answer: ReturnType<AttemptListener['onReport']> }
  | { readonly kind: 'stop' }

/** What the process of an attempt tells the coordinator. */
export type FromTrial =
  | { readonly kind: 'report'; readonly lease: string; readonly step: number; readonly value: number }
  | { readonly kind: 'warning'; readonly lease: string; readonly message: string }
  | { readonly kind: 'end'; readonly lease: string; readonly outcome: Outcome }

/** File descriptor of the pipe that the watch of a trial's process writes to: after stdin, stdout, stderr and IPC. */
export const watchPipe = 4
