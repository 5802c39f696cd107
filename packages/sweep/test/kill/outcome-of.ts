import type { JournalRecord } from '../../src/journal/journal-record.ts'
import { readStudies } from '../../src/study/read-studies.ts'

/** What a journal says of its study's trials, but for times, and for attempts that led to nothing. */
export function outcomeOf(records: readonly JournalRecord[]): unknown {
  return readStudies(records).map(({ name, direction, definition, trials }) => ({
    name,
    direction,
    definition,
    trials: trials.map((trial) => ({
      ...trial,
      intermediate: [...trial.intermediate],
      ...{ startedAt: undefined, endedAt: undefined, attempts: undefined, failures: undefined },
    })),
  }))
}

/** The records of each trial in order, but for times and, of course, the order among trials. */
export function recordsByTrial(records: readonly JournalRecord[]): unknown[][] {
  const trials: unknown[][] = []
  for (const record of records) {
    const timeless = JSON.parse(
      JSON.stringify(record, (key, value: unknown) => (key.startsWith('datetime') ? undefined : value)),
    ) as unknown
    if (record.op_code === 4) trials.push([timeless])
    else if ('trial_id' in record) trials[record.trial_id].push(timeless)
  }
  return trials
}
