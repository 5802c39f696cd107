import type { Progress } from './create-progress.ts'
import type { Sink } from '../record/create-logger.ts'
import { formatEpoch } from '../text/format-epoch.ts'
import { ignoreClosedOutput } from './ignore-closed-output.ts'
import { supportsColor, type TerminalStream } from './supports-color.ts'

/** The options of {@link consoleSink}. */
export interface ConsoleSinkOptions {
  /** The stream to print to. Default `process.stderr`. */
  stream?: TerminalStream
  /** A progress bar on the same stream. The sink prints its lines above the bar, and stops the bar on `close`. */
  progress?: Progress
  /** Whether to print colors. Default: the result of `supportsColor` for the stream. */
  color?: boolean
}

/**
 * Creates a sink that prints a line for each record, as formatted by `formatEpoch`. On a terminal the line fits the width. If
 * the reader of the stream exits, as with a closed pipe, the output ends and the process continues.
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
