export { readRun } from './node/read-run.ts'
export type { EpochRecord, EpochScores, Filters, RunData, RunSummary } from './input/run-data.ts'
