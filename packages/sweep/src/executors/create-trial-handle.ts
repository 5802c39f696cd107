import type { Attempt, AttemptListener } from './executor.ts'
import { type Trial, TrialStopped } from './trial.ts'

type Answer = ReturnType<AttemptListener['onReport']>

/** A trial as its objective receives it, and the function that stops the trial. */
export interface TrialHandle {
  readonly trial: Trial
  /** Stops the trial: all further reports throw, and the signal is aborted unless the trial is pruned. */
  stop(reason: TrialStopped['reason']): void
}

/** The connection of a trial to its study. */
export interface TrialConnection {
  /** Delivers a report and returns the answer. */
  ask(step: number, value: number): Answer | Promise<Answer>
  /** Delivers a warning. */
  warn(message: string): void
}

/** Creates the trial that an executor passes to the objective. */
export function createTrialHandle(attempt: Attempt, { ask, warn }: TrialConnection): TrialHandle {
  const controller = new AbortController()
  let stopped: TrialStopped | undefined

  function stop(reason: TrialStopped['reason']): void {
    stopped ??= new TrialStopped(reason)
    if (reason !== 'pruned') controller.abort(stopped)
  }

  async function pass(step: number, value: number): Promise<void> {
    if (stopped === undefined) {
      const answer = await ask(step, value)
      if (answer !== 'continue') stop(answer === 'prune' ? 'pruned' : 'rejected')
    }
    if (stopped !== undefined) throw stopped
  }

  return {
    stop,
    trial: {
      number: attempt.trial,
      configuration: attempt.configuration,
      seed: attempt.seed,
      attempt: attempt.attempt,
      folder: attempt.folder,
      signal: controller.signal,
      report(step, value) {
        checkReport(step, value)
        const passed = pass(step, value)
        // A report that is not awaited must not end the process by an unhandled rejection.
        passed.catch(() => {})
        return passed
      },
      warn,
    },
  }
}

/** Checks a report. Throws synchronously, not through the promise, so that a missing `await` does not hide the error. */
function checkReport(step: number, value: number): void {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new RangeError(`\`step\` of a report must be a non-negative integer, got ${String(step)}.`)
  }
  if (typeof value !== 'number') {
    throw new TypeError(`\`value\` of a report must be a number, got ${typeof value}.`)
  }
}
