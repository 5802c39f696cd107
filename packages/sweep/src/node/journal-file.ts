import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { LockedError, openAppendFile, takeLock } from '@tunekit/durable-files'
import { decodeJournal } from '../journal/decode-journal.ts'
import { encodeJsonLine } from '../journal/json-line.ts'
import type { JournalRecord } from '../journal/journal-record.ts'
import type { Journal } from '../journal/journal.ts'

/** How every line of a journal begins, written by Optuna or here. */
const BEGINNING = '{"op_code":'

/** What to do about an error of the system, by its code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, then resume',
  EDQUOT: 'free some space, then resume',
  EFBIG: 'free some space, then resume',
  EMFILE: 'allow this process more open files (ulimit -n), then resume',
  ENFILE: 'close other programs, since the system has too many files open, then resume',
  ENOMEM: 'free some memory, then resume',
}

/**
 * Opens a journal file in Optuna's format to add to it, alone: `<path>.lock`, which Optuna honours too, keeps others out
 * until the journal is closed. What a crash tore at the end is cut off. Every append is one write, synced to the disk; an
 * append that fails, say because the disk is full, is undone.
 *
 * Records are named by the number of records before them. So each append first makes sure that the lock is still this
 * process's and that the file is as this process has left it. If not, the append fails and touches nothing.
 *
 * @param path Made if missing, with its folders
 * @throws {Error} If the journal is in use (in this process too, if an earlier one was not closed), cannot be written, is
 * damaged elsewhere than at its end, or holds something else; the file stays as it is
 *
 * @example
 * const journal = openJournalFile('studies/1/journal.log')
 * const study = createStudy({ space, sampler: tpeSampler(), direction: 'minimize', trials: 50, journal })
 */
export function openJournalFile(path: string): Journal {
  const what = `Journal ${path}`
  const lock = orExplain(`Cannot open journal ${path}`, () => {
    mkdirSync(dirname(path), { recursive: true })
    return takeLock(`${path}.lock`, what)
  })
  try {
    let records: readonly JournalRecord[] = []
    function repair(content: Buffer): Buffer {
      const journal = orExplain(what, () => decodeJournal(content))
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
            `Cannot write journal ${path}: ${message}. It holds everything up to here; ` +
              `${ADVICE[code] ?? 'see to that, then resume'}.`,
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

/** A file without a whole record is emptied only if its content may be the beginning of a journal. */
function requireTornRecord(content: Buffer, path: string): void {
  const text = content.subarray(0, 40).toString()
  if (BEGINNING.startsWith(text) || text.startsWith(BEGINNING)) return
  throw new Error(
    `${path} is no journal: expected lines that begin with ${BEGINNING}, got ${JSON.stringify(text)}. ` +
      'Give the path of another file, or delete this one.',
  )
}

/**
 * Reads a journal file, which another process may be writing.
 *
 * @throws {Error} If there is none, or if it is damaged elsewhere than at its end
 *
 * @example
 * const [study] = readStudies(readJournalFile('studies/1/journal.log'))
 */
export function readJournalFile(path: string): readonly JournalRecord[] {
  return orExplain(`Cannot read journal ${path}`, () => decodeJournal(readFileSync(path)).records)
}

function orExplain<T>(what: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const isExplained = code === undefined && !(error instanceof SyntaxError)
    if (isExplained) throw error
    throw new Error(`${what}: ${message}`, { cause: error })
  }
}
