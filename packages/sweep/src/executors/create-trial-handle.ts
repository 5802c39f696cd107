import type { Attempt, AttemptListener } from './executor.ts'
import { type Trial, TrialStopped } from './trial.ts'

type Answer = ReturnType<AttemptListener['onReport']>

/** A trial as its objective sees it, and the means to stop it. */
export interface TrialHandle {
  readonly trial: Trial
  /** From now on its reports throw; its signal is aborted unless it is pruned. */
  stop(reason: TrialStopped['reason']): void
}

/** How a trial reaches its study. */
export interface TrialConnection {
  /** Passes a report on and brings the answer back. */
  ask(step: number, value: number): Answer | Promise<Answer>
  /** Passes a warning on. */
  warn(message: string): void
}

/** Makes the trial that an executor hands to the objective. */
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
        // A report that nobody awaits must not end the process by an unhandled rejection.
        passed.catch(() => {})
        return passed
      },
      warn,
    },
  }
}

/** Throws at once, not by the promise: nobody may overlook it by a missing await. */
function checkReport(step: number, value: number): void {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new RangeError(`\`step\` of a report must be an integer from 0, got ${String(step)}.`)
  }
  if (typeof value !== 'number') {
    throw new TypeError(`\`value\` of a report must be a number, got ${typeof value}.`)
  }
}
