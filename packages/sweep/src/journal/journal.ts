import type { JournalRecord } from './journal-record.ts'

/** The storage of studies: a list of records that only grows. */
export interface Journal {
  /** The records that the journal held when it was opened. */
  readonly records: readonly JournalRecord[]
  /**
   * Appends records, all or none. They are stored when it returns.
   *
   * @throws {Error} If they cannot be stored; the journal is unchanged then
   */
  append(records: readonly JournalRecord[]): void
  /** Closes the journal. A second call does nothing. */
  close(): void
}

/**
 * Creates a journal in memory, which ends with the process.
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
