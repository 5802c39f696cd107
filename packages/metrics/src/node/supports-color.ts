/** What is needed of `process.stderr` and its like. */
export interface TerminalStream {
  readonly isTTY?: boolean
  /** Width, if it is a terminal. */
  readonly columns?: number
  write(text: string): unknown
  /** Gets a listener that ignores errors: an output that nobody reads any more must not end the process. */
  on?(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * Says whether to write colours to a stream: no if `NO_COLOR` is set and not empty, else yes if `FORCE_COLOR` is
 * (no if it is `0` or `false`), else if the stream is a terminal other than `TERM=dumb`.
 *
 * @param options.env Default `process.env`
 */
export function supportsColor(
  stream: TerminalStream,
  { env = process.env }: { env?: Readonly<Record<string, string | undefined>> } = {},
): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return stream.isTTY === true && env.TERM !== 'dumb'
}
