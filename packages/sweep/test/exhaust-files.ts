import { openSync } from 'node:fs'
import { openJournalFile } from '../src/node/journal-file.ts'

/** @file Opens the journal named on the command line, then as many files as possible, and prints the error of an append. */
const journal = openJournalFile(process.argv[2])
try {
  for (;;) openSync('/dev/null', 'r')
} catch {
  // The limit is reached.
}
try {
  journal.append([{ op_code: 4, worker_id: 'a', study_id: 0, datetime_start: null }])
} catch (error) {
  process.stdout.write((error as Error).message)
}
journal.close()
