import { constants } from 'node:os'

/** The signals that ask a process to stop. SIGHUP is sent when the terminal is closed. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type StopSignal = (typeof stopSignals)[number]

/** The error of a command that a signal stopped. The exit code is 128 plus the number of the signal. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
  readonly exitCode: number

  constructor(signal: StopSignal) {
    super(`Stopped by ${signal}.`)
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * Calls `run` with an abort signal, which a signal to the process aborts with an {@link Interruption}. A second signal ends the
 * process immediately, except SIGHUP, which a terminal and its shell both send.
 */
export async function interruptible<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const stop = (signal: NodeJS.Signals): void => {
    const interruption = new Interruption(signal as StopSignal)
    if (!controller.signal.aborted) controller.abort(interruption)
    else if (signal !== 'SIGHUP') process.exit(interruption.exitCode)
  }
  for (const signal of stopSignals) process.on(signal, stop)
  try {
    return await run(controller.signal)
  } finally {
    for (const signal of stopSignals) process.off(signal, stop)
  }
}
