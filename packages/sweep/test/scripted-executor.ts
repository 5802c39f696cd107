import type { Attempt, AttemptListener, Executor, Outcome } from '../src/executors/executor.ts'

/** An attempt that a test controls. */
export interface ScriptedAttempt {
  readonly attempt: Attempt
  readonly listener: AttemptListener
  end(outcome: Outcome): void
}

/** An executor whose attempts a test controls. */
export function scriptedExecutor(
  onStart: (started: ScriptedAttempt) => void = () => {},
): Executor & { readonly started: ScriptedAttempt[] } {
  const started: ScriptedAttempt[] = []
  return {
    started,
    start(attempt, listener) {
      let end!: (outcome: Outcome) => void
      const outcome = new Promise<Outcome>((resolve) => {
        end = resolve
      })
      const scripted = { attempt, listener, end }
      started.push(scripted)
      queueMicrotask(() => onStart(scripted))
      return { outcome, cancel: () => end({ kind: 'canceled' }) }
    },
    async close() {},
  }
}
