import { expect } from '@jest/globals'
import { OPERATIONS, TRIAL_STATES, type JournalRecord } from '../../src/journal/journal-record.ts'
import { type LogLine, readLog } from './objective.ts'
import { outcomeOf } from './outcome-of.ts'
import { finishHere, type Plan, recordsIn, trialFolder } from './plan.ts'
import { remainingProcesses } from './processes-of.ts'

/** Checks a study that is done, whatever was killed on the way. */
export async function checkStudy(folder: string, plan: Plan): Promise<void> {
  expect(await remainingProcesses(folder)).toEqual([])
  const records = recordsIn(folder)
  const uninterrupted = await finishHere({ ...plan, workers: 1 })
  expect(outcomeOf(records, plan)).toEqual(outcomeOf(uninterrupted.records, plan))
  const created = records.filter(({ op_code }) => op_code === OPERATIONS.createTrial)
  expect(created).toHaveLength(plan.trials)
  created.forEach((_, number) => {
    const attempts = checkTrial(records, number)
    checkLog(readLog(trialFolder(folder, number)), attempts, plan)
  })
}

/** @returns How often the trial was started */
function checkTrial(records: readonly JournalRecord[], number: number): number {
  const own = records.filter((record) => 'trial_id' in record && record.trial_id === number)
  const states = own.flatMap((record) => ('state' in record ? [TRIAL_STATES[record.state!]] : []))
  expect(states).toEqual([expect.stringMatching(/^(complete|pruned)$/)])
  expect(own.at(-1)).toHaveProperty('state') // Nothing follows the end.

  const attempts = own.flatMap((record) => attribute(record, 'tunekit:attempts') ?? [])
  expect(attempts).toEqual(attempts.map((_, index) => index + 2)) // The first attempt is in the record of the trial itself.
  return attempts.length + 1
}

function attribute(record: JournalRecord, name: string): unknown {
  return 'system_attr' in record ? record.system_attr[name] : undefined
}

/** Checks that attempts run one at a time, and that each continues where the previous one stopped. */
function checkLog(log: readonly LogLine[], attempts: number, { startsOver = false }: Plan): void {
  const starts = log.filter((line) => line.is === 'start')
  expect(starts.flatMap(({ concurrent }) => concurrent)).toEqual([])
  expect(new Set(starts.map(({ attempt }) => attempt)).size).toBe(starts.length)
  expect(Math.max(...starts.map(({ attempt }) => attempt))).toBe(attempts)
  let current: LogLine | undefined
  let saved = -1
  let done = -1
  for (const line of log) {
    if (line.is === 'start') {
      expect(line.attempt).toBeGreaterThan(current?.attempt ?? 0)
      expect(line.from).toBeGreaterThan(saved)
      expect(line.from).toBeLessThanOrEqual(done + 1)
      current = line
      saved = line.from - 1 // The previous attempt may have been killed between the checkpoint and its line in the log.
      done = saved
    } else {
      expect([line.attempt, line.pid]).toEqual([current?.attempt, current?.pid])
      if (line.is === 'step') expect(line.step).toBe((startsOver ? done : saved) + 1)
      done = line.step
      if (line.is === 'saved') saved = line.step
    }
  }
}
