import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { LockedError, openAppendFile, takeLock } from '@tunekit/durable-files'
import { decodeJournal } from '../journal/decode-journal.ts'
import { encodeJsonLine } from '../journal/json-line.ts'
import type { JournalRecord } from '../journal/journal-record.ts'
import type { Journal } from '../journal/journal.ts'

/** The start of every line of a journal, whether Optuna or this package wrote it. */
const LINE_START = '{"op_code":'

/** Advice for errors of the operating system, by code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, then resume',
  EDQUOT: 'free some space, then resume',
  EFBIG: 'free some space, then resume',
  EMFILE: 'allow this process more open files (ulimit -n), then resume',
  ENFILE: 'close other programs, since the system has too many files open, then resume',
  ENOMEM: 'free some memory, then resume',
}

/**
 * Opens a journal file in Optuna's format for appending. `<path>.lock`, which Optuna honors too, keeps other processes out
 * until the journal is closed. A record that a crash tore at the end is cut off. Every append is one write, synced to the
 * disk; an append that fails, for example because the disk is full, is undone.
 *
 * A record's id is the number of records before it. Therefore each append first checks that this process still holds the
 * lock and that the file is as this process left it. Otherwise the append fails without changing the file.
 *
 * @param path Path of the file; a missing file is created, with its folders
 * @throws {Error} If the journal is in use (also in this process, by a journal that was not closed), cannot be written, is
 *   damaged before its end, or is not a journal. The file stays as it is
 *
 * @example
 * const journal = openJournalFile('studies/1/journal.log')
 * const study = createStudy({ space, sampler: tpeSampler(), direction: 'minimize', trials: 50, journal })
 */
export function openJournalFile(path: string): Journal {
  const subject = `Journal ${path}`
  const lock = orExplain(`Cannot open journal ${path}`, () => {
    mkdirSync(dirname(path), { recursive: true })
    return takeLock(`${path}.lock`, subject)
  })
  try {
    let records: readonly JournalRecord[] = []
    function repair(content: Buffer): Buffer {
      const journal = orExplain(subject, () => decodeJournal(content))
      records = journal.records
      if (records.length === 0) requireTornRecord(content, path)
      return content.subarray(0, journal.wholeBytes)
    }
    const file = orExplain(`Cannot open journal ${path}`, () =>
      openAppendFile(path, { repair, synced: true }),
    )
    return {
      records,
      append(more) {
        try {
          lock.check()
          file.append(more.map(encodeJsonLine).join(''))
        } catch (error) {
          if (error instanceof LockedError) throw error
          const { message, code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException
          if (code === undefined) throw error
          throw new Error(
            `Cannot write journal ${path}: ${message}. The journal holds everything up to here; ` +
              `${ADVICE[code] ?? 'fix this, then resume'}.`,
            { cause: error },
          )
        }
      },
      close() {
        try {
          file.close()
        } finally {
          lock.release()
        }
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Throws unless a file without a complete record may be the start of a journal, which may be emptied. */
function requireTornRecord(content: Buffer, path: string): void {
  const text = content.subarray(0, 40).toString()
  if (LINE_START.startsWith(text) || text.startsWith(LINE_START)) return
  throw new Error(
    `${path} is not a journal: expected lines that start with ${LINE_START}, got ${JSON.stringify(text)}. ` +
      'Give the path of another file, or delete this one.',
  )
}

/**
 * Reads the records of a journal file, to which another process may be appending.
 *
 * @throws {Error} If the file does not exist or is damaged before its end
 *
 * @example
 * const [study] = readStudies(readJournalFile('studies/1/journal.log'))
 */
export function readJournalFile(path: string): readonly JournalRecord[] {
  return orExplain(`Cannot read journal ${path}`, () => decodeJournal(readFileSync(path)).records)
}

/** Puts a subject before the messages of system errors and syntax errors. */
function orExplain<T>(subject: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const isExplained = code === undefined && !(error instanceof SyntaxError)
    if (isExplained) throw error
    throw new Error(`${subject}: ${message}`, { cause: error })
  }
}
