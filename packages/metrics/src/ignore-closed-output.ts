import type { TerminalStream } from './supports-color.ts'

const guarded = new WeakSet<TerminalStream>()

/**
 * Has errors of an output stream end the output, and nothing else: its reader has gone (EPIPE, as with `| head`), its
 * terminal has hung up, or the disk behind it is full. Without a listener Node ends the process, and the training with it.
 */
export function ignoreClosedOutput(stream: TerminalStream): void {
  if (guarded.has(stream)) return
  guarded.add(stream)
  stream.on?.('error', () => {})
}
