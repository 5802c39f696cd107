/** Prints a line for people on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints a value for programs as one line of JSON on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/**
 * Lets the process continue if stdout or stderr is closed or their disk is full. A closed pipe, as after `| head`, is not an
 * error. If stdout fails for another reason, a result is lost and the exit code is 1.
 */
export function surviveClosedOutput(): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.write(`Cannot write to stdout: ${error.message}\n`)
  })
}
