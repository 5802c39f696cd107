import { constants } from 'node:os'

/** Signals that ask a process to stop; SIGHUP is sent when its terminal is closed. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type StopSignal = (typeof stopSignals)[number]

/** The run was stopped by a signal: exit code 128 + its number. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
  readonly exitCode: number

  constructor(signal: StopSignal) {
    super(`Stopped by ${signal}.`)
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * Calls `run` with a signal that aborts, with an {@link Interruption}, when the process is asked to stop. A second
 * request stops it at once, unless it is SIGHUP, which both a terminal and its shell send.
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
