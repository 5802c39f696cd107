import type { Sink } from './create-logger.ts'
import { formatJsonlLine, parseJsonl } from './jsonl.ts'
import type { MetricsRecord } from './metrics-record.ts'
import { openRepairedFile } from './open-repaired-file.ts'

export interface JsonlSinkOptions {
  /** Drops the records that the file has beyond this step, those after the checkpoint. Default: keeps all. */
  resumeAfter?: number
}

/**
 * Appends records to a JSON Lines file, the source of truth of a run: when `write` has returned, the record is on
 * the disk. A torn last line, left by a run that was killed, is removed on opening; everything else is kept.
 *
 * @param path The file; it and its folder are made if missing
 * @throws {Error} If the file holds a line that is not a metrics record; names it
 */
export function jsonlSink(path: string, { resumeAfter = Infinity }: JsonlSinkOptions = {}): Sink {
  let lastStep = -1
  const file = openRepairedFile(path, (text) => {
    const lines = text.split('\n')
    const kept = readRecords(text, path).flatMap(({ step }, index) => {
      if (step > resumeAfter) return []
      lastStep = Math.max(lastStep, step)
      return [`${lines[index]}\n`]
    })
    return kept.join('')
  })
  return {
    lastStep,
    write(record) {
      file.append(formatJsonlLine(record))
      file.sync()
    },
    close: file.close,
  }
}

function readRecords(text: string, path: string): MetricsRecord[] {
  try {
    return parseJsonl(text)
  } catch (cause) {
    throw new Error(`Cannot continue ${path}: ${(cause as Error).message}`, { cause })
  }
}
