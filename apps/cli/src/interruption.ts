/** The run was stopped by a signal: exit code 128 + its number. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
  readonly exitCode: number

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signal}.`)
    this.exitCode = signal === 'SIGINT' ? 130 : 143
  }
}

/**
 * Calls `run` with a signal that aborts, with an {@link Interruption}, when the process is asked to stop. A second
 * request stops it at once.
 */
export async function interruptible<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
    const interruption = new Interruption(signal)
    if (controller.signal.aborted) process.exit(interruption.exitCode)
    controller.abort(interruption)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    return await run(controller.signal)
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
