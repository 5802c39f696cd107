import type { Attempt, AttemptListener, Outcome } from '../executors/executor.ts'

/** A message from the coordinator to the process of an attempt. */
export type CoordinatorMessage =
  | { readonly kind: 'start'; readonly attempt: Attempt; readonly module: string; readonly data: unknown }
  /** Answers the oldest report that has no answer yet. */
  | { readonly kind: 'answer'; readonly answer: ReturnType<AttemptListener['onReport']> }
  | { readonly kind: 'stop' }

/** A message from the process of an attempt to the coordinator. */
export type AttemptMessage =
  | { readonly kind: 'report'; readonly lease: string; readonly step: number; readonly value: number }
  | { readonly kind: 'warning'; readonly lease: string; readonly message: string }
  | { readonly kind: 'end'; readonly lease: string; readonly outcome: Outcome }

/** File descriptor of the pipe that the watch of a process writes to: after stdin, stdout, stderr and IPC. */
export const watchPipe = 4
