import type { JournalRecord } from './journal-record.ts'

/** Where a study is kept: a list of records that only grows. */
export interface Journal {
  /** What it held when it was opened. */
  readonly records: readonly JournalRecord[]
  /**
   * Adds records, all or none; they are safe when it returns.
   *
   * @throws {Error} If they cannot be kept; the journal is as it was then
   */
  append(records: readonly JournalRecord[]): void
  /** Lets go of the journal. A second call does nothing. */
  close(): void
}

/**
 * A journal that is gone with the process.
 *
 * @example
 * const journal = memoryJournal()
 * createStudy({ space, sampler: randomSampler(), direction: 'minimize', trials: 10, journal })
 * readStudies(journal.records).length // 1
 */
export function memoryJournal(): Journal {
  const records: JournalRecord[] = []
  return {
    records,
    append(more) {
      for (const record of more) records.push(record)
    },
    close() {},
  }
}
