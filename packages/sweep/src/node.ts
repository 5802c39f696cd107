export { openJournalFile, readJournalFile } from './node/journal-file.ts'
