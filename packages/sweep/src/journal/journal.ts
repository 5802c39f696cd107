import type { JournalRecord } from './journal-record.ts'

/** The storage of studies: an append-only list of records. */
export interface Journal {
  /** The records that the journal contained when it was opened. */
  readonly records: readonly JournalRecord[]
  /**
   * Appends records, all or none. They are stored when this function returns.
   *
   * @throws {Error} If the records cannot be stored. The journal is then unchanged
   */
  append(records: readonly JournalRecord[]): void
  /** Closes the journal. A second call does nothing. */
  close(): void
}

/**
 * Creates a journal in memory, which is lost when the process ends.
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
