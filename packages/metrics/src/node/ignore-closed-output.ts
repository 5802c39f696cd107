import type { TerminalStream } from './supports-color.ts'

const guarded = new WeakSet<TerminalStream>()

/**
 * Ignores errors of an output stream, so that they end the output and not the process. The reader may have exited (EPIPE, as
 * with `| head`), the terminal may have hung up, or the disk may be full. Without a listener, Node ends the process.
 */
export function ignoreClosedOutput(stream: TerminalStream): void {
  if (guarded.has(stream)) return
  guarded.add(stream)
  stream.on?.('error', () => {})
}
