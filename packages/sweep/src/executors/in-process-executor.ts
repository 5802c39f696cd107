import type { Configuration } from '../parameters/space.ts'
import type { Attempt, AttemptListener, Executor, Outcome, RunningAttempt } from './executor.ts'
import { trackAttempts } from './track-attempts.ts'
import { createTrialHandle } from './create-trial-handle.ts'
import { runObjective } from './run-objective.ts'
import { deliverReport } from './deliver-report.ts'
import type { Objective } from './trial.ts'

/**
 * Creates an executor that runs trials in this process: for objectives that are fast or mostly wait, and for the browser.
 *
 * Trials cannot be stopped by force. The signal of a canceled trial is aborted and its reports throw, but the trial runs until its
 * objective ends, and an objective that never yields the thread cannot be canceled at all. Trials share memory with the study: if
 * memory runs out, both end. `processExecutor` has none of these limits.
 *
 * @example
 * const executor = inProcessExecutor<{ x: number }>(({ configuration }) => (configuration.x - 2) ** 2)
 */
export function inProcessExecutor<C extends Configuration = Configuration>(
  objective: Objective<C>,
): Executor {
  return trackAttempts((attempt, listener) => startHere(objective as Objective, attempt, listener))
}

function startHere(objective: Objective, attempt: Attempt, listener: AttemptListener): RunningAttempt {
  let ended = false
  /** The outcome, if it was decided before the objective ended. */
  let decided: Outcome | undefined

  const { trial, stop } = createTrialHandle(attempt, {
    ask: (step, value) =>
      deliverReport(listener, { lease: attempt.lease, step, value }, (outcome) => (decided ??= outcome)),
    warn: (message) => listener.onWarning?.(attempt.lease, message),
  })

  async function run(): Promise<Outcome> {
    // The caller receives the attempt before its first report.
    await Promise.resolve()
    const outcome = decided ?? (await runObjective(() => objective(trial)))
    ended = true
    return decided ?? outcome
  }

  return {
    outcome: run(),
    cancel() {
      if (ended) return
      decided ??= { kind: 'canceled' }
      stop('canceled')
    },
  }
}
