import type { JournalRecord } from '../src/journal/journal-record.ts'
import { openJournalFile } from '../src/node/journal-file.ts'

/** @file Appends three records at a time to the journal named on the command line until an append fails; prints the error. */
const study: JournalRecord = { op_code: 0, worker_id: 'fill', study_name: 'study', directions: [1] }
const trial: JournalRecord = { op_code: 4, worker_id: 'fill', study_id: 0, datetime_start: null }
const journal = openJournalFile(process.argv[2])
try {
  for (;;) journal.append([study, trial, trial])
} catch (error) {
  process.stdout.write((error as Error).message)
}
