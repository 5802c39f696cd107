import { openAppendFile } from '@tunekit/durable-files'
import type { Sink } from '../record/create-logger.ts'
import { formatJsonlLine, parseJsonl } from '../record/jsonl.ts'
import type { MetricsRecord } from '../record/metrics-record.ts'

export interface JsonlSinkOptions {
  /** Drops the records that the file has beyond this step, those after the checkpoint. Default: keeps all. */
  resumeAfter?: number
}

/**
 * Appends records to a JSON Lines file, the source of truth of a run: when `write` has returned, the record is on
 * the disk. A torn last line, left by a run that was killed, is removed on opening; everything else is kept.
 *
 * One writer at a time: `write` throws if somebody else has changed, replaced or deleted the file since it was opened.
 *
 * @param path The file; it and its folder are made if missing
 * @throws {Error} If the file holds a line that is not a metrics record, which the message names, or if it holds no whole
 * line and does not begin as a record does (`{"epoch":` or `{"step":`); the file stays as it is
 */
export function jsonlSink(path: string, { resumeAfter = Infinity }: JsonlSinkOptions = {}): Sink {
  let lastStep = -1
  function repair(content: Buffer): string {
    const text = content.toString()
    const records = readRecords(text, path)
    if (records.length === 0) requireTornRecord(text, path)
    const lines = text.split('\n')
    const kept = records.flatMap(({ step }, index) => {
      if (step > resumeAfter) return []
      lastStep = Math.max(lastStep, step)
      return [`${lines[index]}\n`]
    })
    return kept.join('')
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

/** Text without a whole record is removed only if this sink may have begun to write it. */
function requireTornRecord(text: string, path: string): void {
  const isOurs = ['{"epoch":', '{"step":'].some((start) => start.startsWith(text) || text.startsWith(start))
  if (isOurs) return
  throw new Error(
    `Cannot continue ${path}: expected metrics records such as {"epoch":1,"step":1875,…}, ` +
      `got ${JSON.stringify(text.slice(0, 40))}. Give the path of another file, or delete this one.`,
  )
}

function readRecords(text: string, path: string): MetricsRecord[] {
  try {
    return parseJsonl(text)
  } catch (cause) {
    throw new Error(`Cannot continue ${path}: ${(cause as Error).message}`, { cause })
  }
}
