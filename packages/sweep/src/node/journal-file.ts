import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { decodeJournal } from '../journal/decode-journal.ts'
import { encodeJsonLine } from '../journal/json-line.ts'
import type { JournalRecord } from '../journal/journal-record.ts'
import type { Journal } from '../journal/journal.ts'
import { syncFolder } from './sync-folder.ts'
import { takeLock } from './lock-file.ts'

/**
 * Opens a journal file in Optuna's format to add to it, alone: `<path>.lock`, which Optuna honours too, keeps others out
 * until it is closed. What a crash tore at the end is cut off. Every append is one write, synced to the disk; one that
 * fails, say because the disk is full, is undone.
 *
 * @param path Made if missing, with its folders
 * @throws {Error} If it is in use, cannot be written, or is damaged elsewhere than at its end
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
    const file = orExplain(`Cannot open journal ${path}`, () => openSync(path, 'a+'))
    const { records, wholeBytes } = orExplain(what, () => decodeJournal(readFileSync(path)))
    let length = wholeBytes
    ftruncateSync(file, length)
    syncFolder(dirname(path))
    return {
      records,
      append(more) {
        const bytes = Buffer.from(more.map(encodeJsonLine).join(''))
        try {
          for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
          fsyncSync(file)
          length += bytes.length
        } catch (error) {
          ftruncateSync(file, length)
          throw new Error(
            `Cannot write journal ${path}: ${(error as Error).message}. It holds everything up to here; ` +
              'free some space, then resume.',
            { cause: error },
          )
        }
      },
      close() {
        closeSync(file)
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
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
