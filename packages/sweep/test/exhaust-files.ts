import { openSync } from 'node:fs'
import { openJournalFile } from '../src/node/journal-file.ts'

/** Opens the journal named on the command line, then as many files as the process may; prints why it cannot append. */
const journal = openJournalFile(process.argv[2])
try {
  for (;;) openSync('/dev/null', 'r')
} catch {
  // No more.
}
try {
  journal.append([{ op_code: 4, worker_id: 'a', study_id: 0, datetime_start: null }])
} catch (error) {
  process.stdout.write((error as Error).message)
}
journal.close()
