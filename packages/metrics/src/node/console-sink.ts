import type { Progress } from './create-progress.ts'
import type { Sink } from '../record/create-logger.ts'
import { formatEpoch } from '../text/format-epoch.ts'
import { ignoreClosedOutput } from './ignore-closed-output.ts'
import { supportsColor, type TerminalStream } from './supports-color.ts'

export interface ConsoleSinkOptions {
  /** Default `process.stderr`. */
  stream?: TerminalStream
  /** Prints the lines above this bar, and stops it on close. Must be of the same stream. */
  progress?: Progress
  /** Default {@link supportsColor} of the stream. */
  color?: boolean
}

/**
 * Prints a line for each record, see {@link formatEpoch}; on a terminal in a form that fits its width. A stream whose reader
 * has gone, such as a closed pipe, ends the output but not the process.
 *
 * @example
 * const progress = createProgress()
 * const logger = createLogger([jsonlSink('run/metrics.jsonl'), consoleSink({ progress })])
 */
export function consoleSink({ stream = process.stderr, progress, color }: ConsoleSinkOptions = {}): Sink {
  ignoreClosedOutput(stream)
  return {
    write(record) {
      const width = stream.isTTY ? stream.columns || 80 : Infinity
      const line = formatEpoch(record, { color: color ?? supportsColor(stream), width })
      if (progress) progress.log(line)
      else stream.write(`${line}\n`)
    },
    close() {
      progress?.stop()
    },
  }
}
