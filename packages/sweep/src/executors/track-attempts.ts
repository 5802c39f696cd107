import type { Executor, RunningAttempt } from './executor.ts'

/** Creates an executor from a function that starts one attempt. It tracks the running attempts, for `close()`. */
export function trackAttempts(start: Executor['start']): Executor {
  const running = new Set<RunningAttempt>()
  let closed = false
  return {
    start(attempt, listener) {
      if (closed) return { outcome: Promise.resolve({ kind: 'canceled' }), cancel() {} }
      const started = start(attempt, listener)
      running.add(started)
      void started.outcome.then(() => running.delete(started))
      return started
    },
    async close() {
      closed = true
      const outcomes = Array.from(running, (attempt) => attempt.outcome)
      for (const attempt of running) attempt.cancel()
      await Promise.all(outcomes)
    },
  }
}
