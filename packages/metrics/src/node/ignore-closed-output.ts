import type { TerminalStream } from './supports-color.ts'

const guarded = new WeakSet<TerminalStream>()

/**
 * Makes an error of an output stream end that output only. The reader may have gone (EPIPE, as with `| head`), the terminal
 * may have hung up, or the disk may be full. Without a listener, Node ends the process and the training with it.
 */
export function ignoreClosedOutput(stream: TerminalStream): void {
  if (guarded.has(stream)) return
  guarded.add(stream)
  stream.on?.('error', () => {})
}
