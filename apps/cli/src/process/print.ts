/** Prints a line for people, on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints one line of JSON for programs, on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/**
 * Lets the process continue when stdout or stderr is closed or its disk is full: output ends then, work does not. A closed
 * pipe, as of `| head`, is silent. If a result could not be written for another reason, the exit code is 1.
 */
export function surviveClosedOutput(): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.write(`Cannot write to stdout: ${error.message}\n`)
  })
}
