/** Prints a line for people, on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints one line of JSON for programs, on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
