import type { AttemptListener, Outcome } from '../executors/executor.ts'
import { createTrialHandle, type TrialHandle } from '../executors/create-trial-handle.ts'
import { outcomeOfError, runObjective } from '../executors/run-objective.ts'
import type { FromTrial, ToTrial } from './messages.ts'
import { killGroup } from './process-group.ts'
import type { ProcessObjective } from './process-objective.ts'

/** Runs one attempt as the coordinator says, in the process that was started for it, and exits. */
export function serveAttempt(): void {
  const waiting: ((answer: ReturnType<AttemptListener['onReport']>) => void)[] = []
  let open: TrialHandle | undefined
  let lease = ''
  let ended = false

  function end(outcome: Outcome): void {
    if (ended) return
    ended = true
    // The objective may have left timers and sockets behind, which would keep the process alive.
    send({ kind: 'end', lease, outcome }, () => process.exit(0))
  }

  async function start({ attempt, module, data }: Extract<ToTrial, { kind: 'start' }>): Promise<void> {
    lease = attempt.lease
    open = createTrialHandle(attempt, {
      ask(step, value) {
        send({ kind: 'report', lease, step, value })
        return new Promise((resolve) => waiting.push(resolve))
      },
      warn: (message) => send({ kind: 'warning', lease, message }),
    })
    const { trial } = open
    const outcome = await runObjective(async () => {
      const objective = await loadObjective(module)
      trial.signal.throwIfAborted()
      return objective(trial, data)
    })
    end(outcome)
  }

  process.on('message', (message: ToTrial) => {
    if (message.kind === 'start') void start(message)
    else if (message.kind === 'answer') waiting.shift()?.(message.answer)
    else open?.stop('cancelled')
  })
  // Errors in callbacks of the objective, and rejections that it does not handle.
  process.on('uncaughtException', (error) => end(outcomeOfError(error)))
  // The coordinator is gone; the watch would find out too, but later.
  process.on('disconnect', () => killGroup(process.pid))
}

function send(message: FromTrial, sent: () => void = () => {}): void {
  process.send!(message, undefined, undefined, sent)
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
