import type { JournalRecord } from './journal-record.ts'
import { isObject } from '../parameters/check.ts'
import { decodeJsonLine } from './json-line.ts'
import { recordChecker } from './record-checker.ts'

/** A journal as `decodeJournal()` reads it. */
export interface DecodedJournal {
  readonly records: readonly JournalRecord[]
  /** The number of bytes in complete lines: less than the file's length if a crash interrupted the writing of the last line. */
  readonly wholeBytes: number
}

const NEWLINE = 0x0a

/**
 * Reads a journal in Optuna's format: one JSON object per line. An incomplete last line is ignored, as Optuna does
 * (optuna/storages/journal/_file.py, `read_logs`).
 *
 * @param bytes The content of the file
 * @throws {SyntaxError} If another line is damaged, or a field of a record is invalid. The message names the line
 *
 * @example
 * const { records } = decodeJournal(await readFile('journal.log'))
 */
export function decodeJournal(bytes: Uint8Array): DecodedJournal {
  const findProblem = recordChecker()
  const records: JournalRecord[] = []
  let start = 0
  while (start < bytes.length) {
    const end = bytes.indexOf(NEWLINE, start)
    if (end === -1) break
    const record = decodeLine(bytes.subarray(start, end))
    if (record === undefined) {
      if (end + 1 === bytes.length) break
      throw new SyntaxError(
        `Journal line ${records.length + 1} is damaged: expected a JSON object with an op_code. ` +
          'Other lines follow, so an interrupted write is not the cause. Restore the file from a copy.',
      )
    }
    const problem = findProblem(record)
    if (problem !== undefined) {
      throw new SyntaxError(
        `Journal line ${records.length + 1} is damaged: ${problem} Restore the file from a copy.`,
      )
    }
    records.push(record as unknown as JournalRecord)
    start = end + 1
  }
  return { records, wholeBytes: start }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function decodeLine(line: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const record = decodeJsonLine(decoder.decode(line))
    return isObject(record) && typeof record.op_code === 'number' ? record : undefined
  } catch {
    return undefined
  }
}
