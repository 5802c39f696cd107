import type { Configuration } from '../parameters/space.ts'
import type { Attempt, AttemptListener, Executor, Outcome, RunningAttempt } from './executor.ts'
import { trackAttempts } from './track-attempts.ts'
import { createTrialHandle } from './create-trial-handle.ts'
import { runObjective } from './run-objective.ts'
import { deliverReport } from './deliver-report.ts'
import type { Objective } from './trial.ts'

/**
 * Runs trials in this very process: for objectives that are quick or wait for something else, and for the browser.
 *
 * Nothing can be stopped by force here. A cancelled trial has its signal aborted and its reports throw, but it runs until
 * its objective ends, and an objective that never lets go of the thread cannot even be cancelled. It shares memory with
 * the study: if one runs out of it, both end. `processExecutor` has none of these limits.
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
  /** How it ends whatever the objective makes of it. */
  let decided: Outcome | undefined

  const { trial, stop } = createTrialHandle(attempt, {
    ask: (step, value) =>
      deliverReport(listener, { lease: attempt.lease, step, value }, (outcome) => (decided ??= outcome)),
    warn: (message) => listener.onWarning?.(attempt.lease, message),
  })

  async function run(): Promise<Outcome> {
    // The caller has the attempt in hand before the first report comes.
    await Promise.resolve()
    const own = decided ?? (await runObjective(() => objective(trial)))
    ended = true
    return decided ?? own
  }

  return {
    outcome: run(),
    cancel() {
      if (ended) return
      decided ??= { kind: 'cancelled' }
      stop('cancelled')
    },
  }
}
