import { expect } from '@jest/globals'
import { OPERATIONS, TRIAL_STATES, type JournalRecord } from '../../src/journal/journal-record.ts'
import { type LogLine, readLog } from './objective.ts'
import { outcomeOf } from './outcome-of.ts'
import { finishHere, type Plan, recordsIn, trialFolder } from './plan.ts'
import { leftProcesses } from './processes-of.ts'

/** What must hold for a study that is done, whatever was killed on the way. */
export async function checkStudy(folder: string, plan: Plan): Promise<void> {
  expect(await leftProcesses(folder)).toEqual([])
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

/** @returns How often it was started */
function checkTrial(records: readonly JournalRecord[], number: number): number {
  const own = records.filter((record) => 'trial_id' in record && record.trial_id === number)
  const states = own.flatMap((record) => ('state' in record ? [TRIAL_STATES[record.state!]] : []))
  expect(states).toEqual([expect.stringMatching(/^(complete|pruned)$/)])
  expect(own.at(-1)).toHaveProperty('state') // nothing follows the end

  const attempts = own.flatMap((record) => attribute(record, 'tunekit:attempts') ?? [])
  expect(attempts).toEqual(attempts.map((_, index) => index + 2)) // the first is in the record of the trial itself
  return attempts.length + 1
}

function attribute(record: JournalRecord, name: string): unknown {
  return 'system_attr' in record ? record.system_attr[name] : undefined
}

/** One attempt at a time, and each goes on from where the last one had got to. */
function checkLog(log: readonly LogLine[], attempts: number, { beginsAnew = false }: Plan): void {
  const starts = log.filter((line) => line.is === 'start')
  expect(starts.flatMap(({ beside }) => beside)).toEqual([])
  expect(new Set(starts.map(({ attempt }) => attempt)).size).toBe(starts.length)
  expect(Math.max(...starts.map(({ attempt }) => attempt))).toBe(attempts)
  let current: LogLine | undefined
  let kept = -1
  let done = -1
  for (const line of log) {
    if (line.is === 'start') {
      expect(line.attempt).toBeGreaterThan(current?.attempt ?? 0)
      expect(line.from).toBeGreaterThan(kept)
      expect(line.from).toBeLessThanOrEqual(done + 1)
      current = line
      kept = line.from - 1 // it may have been killed between the checkpoint and the note of it
      done = kept
    } else {
      expect([line.attempt, line.pid]).toEqual([current?.attempt, current?.pid])
      if (line.is === 'step') expect(line.step).toBe((beginsAnew ? done : kept) + 1)
      done = line.step
      if (line.is === 'kept') kept = line.step
    }
  }
}
