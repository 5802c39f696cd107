/** A stream to print to, such as `process.stderr`. */
export interface TerminalStream {
  /** Whether the stream is a terminal. */
  readonly isTTY?: boolean
  /** The width of the terminal in columns. */
  readonly columns?: number
  /** Writes text to the stream. */
  write(text: string): unknown
  /** Adds a listener. The sinks add one that ignores errors, so that a closed output does not end the process. */
  on?(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * Returns whether to write colors to a stream: false if `NO_COLOR` is set and not empty; otherwise, if `FORCE_COLOR` is set,
 * true unless it is `0` or `false`; otherwise true if the stream is a terminal and `TERM` is not `dumb`.
 *
 * @param options.env The environment. Default `process.env`
 */
export function supportsColor(
  stream: TerminalStream,
  { env = process.env }: { env?: Readonly<Record<string, string | undefined>> } = {},
): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return stream.isTTY === true && env.TERM !== 'dumb'
}
