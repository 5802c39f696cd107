import type { JournalRecord } from '../../src/journal/journal-record.ts'
import { readStudies } from '../../src/runner/read-studies.ts'
import type { Plan } from './plan.ts'

/**
 * Returns the trials of a journal's study without times and lost attempts, and for programs without attributes, which a
 * program cannot report.
 */
export function outcomeOf(
  records: readonly JournalRecord[],
  { isProgram = false }: Partial<Plan> = {},
): unknown {
  return readStudies(records).map(({ name, direction, definition, trials }) => ({
    name,
    direction,
    definition,
    trials: trials.map((trial) => ({
      ...trial,
      intermediate: [...trial.intermediate],
      ...(isProgram && { attributes: undefined }),
      ...{ startedAt: undefined, endedAt: undefined, attempts: undefined, failures: undefined },
    })),
  }))
}

/** Returns the records of each trial in order, without times. */
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
