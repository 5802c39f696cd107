import type { AttemptListener, Outcome } from '../executors/executor.ts'
import { createTrialHandle, type TrialHandle } from '../executors/create-trial-handle.ts'
import { outcomeOfError, runObjective } from '../executors/run-objective.ts'
import type { ProcessObjective } from './process-executor.ts'
import { killGroup } from './process-group.ts'
import type { AttemptMessage, CoordinatorMessage } from './process-messages.ts'

/** Runs the attempt that the coordinator sends, in the process that was started for it, and exits. */
export function serveAttempt(): void {
  const unanswered: ((answer: ReturnType<AttemptListener['onReport']>) => void)[] = []
  let handle: TrialHandle | undefined
  let lease = ''
  let hasEnded = false

  function end(outcome: Outcome): void {
    if (hasEnded) return
    hasEnded = true
    // The objective may have left timers and sockets behind, which would keep the process alive.
    send({ kind: 'end', lease, outcome }, () => process.exit(0))
  }

  async function start({
    attempt,
    module,
    data,
  }: Extract<CoordinatorMessage, { kind: 'start' }>): Promise<void> {
    lease = attempt.lease
    handle = createTrialHandle(attempt, {
      ask(step, value) {
        send({ kind: 'report', lease, step, value })
        return new Promise((resolve) => unanswered.push(resolve))
      },
      warn: (message) => send({ kind: 'warning', lease, message }),
    })
    const { trial } = handle
    const outcome = await runObjective(async () => {
      const objective = await loadObjective(module)
      trial.signal.throwIfAborted()
      return objective(trial, data)
    })
    end(outcome)
  }

  process.on('message', (message: CoordinatorMessage) => {
    if (message.kind === 'start') void start(message)
    else if (message.kind === 'answer') unanswered.shift()?.(message.answer)
    else handle?.stop('canceled')
  })
  // Errors in the objective's callbacks, and rejections that it does not handle.
  process.on('uncaughtException', (error) => end(outcomeOfError(error)))
  // The coordinator is gone. The watch would notice too, but later.
  process.on('disconnect', () => killGroup(process.pid))
}

function send(message: AttemptMessage, onSent: () => void = () => {}): void {
  process.send!(message, undefined, undefined, onSent)
}

async function loadObjective(module: string): Promise<ProcessObjective> {
  const loaded = (await import(module)) as { readonly default?: unknown }
  if (typeof loaded.default !== 'function') {
    throw new TypeError(
      `The default export of ${module} must be the objective, a function, got ${typeof loaded.default}.`,
    )
  }
  return loaded.default as ProcessObjective
}
