import { openAppendFile } from '@tunekit/durable-files'
import type { Sink } from '../record/create-logger.ts'
import { formatJsonlLine, parseJsonl } from '../record/jsonl.ts'
import type { MetricsRecord } from '../record/metrics-record.ts'

/** The options of {@link jsonlSink}. */
export interface JsonlSinkOptions {
  /** The step of the checkpoint to continue from. Records after this step are dropped. Default: all records are kept. */
  resumeAfter?: number
}

/**
 * Creates a sink that appends records to a JSON Lines file, the source of truth of a run. When `write` returns, the record is on
 * the disk. On opening, the sink removes a torn last line of a killed run and keeps all other lines.
 *
 * `write` throws if another program has changed, replaced or deleted the file since the sink opened it.
 *
 * @param path The file. The file and its folder are created if missing
 * @throws {Error} If a line of the file is not a metrics record; the message names the line. Also if the file has no complete
 *   line and does not start like a record (`{"epoch":` or `{"step":`). The file stays as it is
 */
export function jsonlSink(path: string, { resumeAfter = Infinity }: JsonlSinkOptions = {}): Sink {
  let lastStep = -1
  function repair(content: Buffer): string {
    const text = content.toString()
    const records = readRecords(text, path)
    if (records.length === 0) requireTornRecord(text, path)
    const lines = text.split('\n')
    const keptLines = records.flatMap(({ step }, index) => {
      if (step > resumeAfter) return []
      lastStep = Math.max(lastStep, step)
      return [`${lines[index]}\n`]
    })
    return keptLines.join('')
  }
  const file = openAppendFile(path, { repair, synced: true })
  return {
    lastStep,
    write(record) {
      file.append(formatJsonlLine(record))
    },
    close: file.close,
  }
}

/** Checks that text without a complete record may be a torn record of this sink. Other text is not removed. */
function requireTornRecord(text: string, path: string): void {
  const isOurs = ['{"epoch":', '{"step":'].some((start) => start.startsWith(text) || text.startsWith(start))
  if (isOurs) return
  throw new Error(
    `Cannot continue ${path}: expected metrics records such as {"epoch":1,"step":1875,…}, ` +
      `got ${JSON.stringify(text.slice(0, 40))}. Use another path, or delete this file.`,
  )
}

function readRecords(text: string, path: string): MetricsRecord[] {
  try {
    return parseJsonl(text)
  } catch (cause) {
    throw new Error(`Cannot continue ${path}: ${(cause as Error).message}`, { cause })
  }
}
