/** @file Crash tests of the whole runner, with real processes that are really killed. */
import { describe, expect, it } from '@jest/globals'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { encodeJsonLine } from '../src/journal/json-line.ts'
import { type Journal, memoryJournal } from '../src/journal/journal.ts'
import { openJournalFile } from '../src/node/journal-file.ts'
import { readStudies } from '../src/runner/read-studies.ts'
import { checkStudy } from './kill/check-study.ts'
import { killRounds } from './kill/kill-rounds.ts'
import { outcomeOf, recordsByTrial } from './kill/outcome-of.ts'
import { finishHere, journalIn, type Plan, recordsIn, trialFolder } from './kill/plan.ts'
import { remainingProcesses, workerOf } from './kill/processes-of.ts'
import { sendSignal } from './kill/send-signal.ts'
import { type Coordinator, startCoordinator } from './kill/start-coordinator.ts'
import { processRuns } from './process-runs.ts'
import { temporaryFolder } from './temporary-folder.ts'

const root = temporaryFolder()

function createFolder(name: string): string {
  const folder = join(root, name)
  mkdirSync(folder)
  return folder
}

/** Runs or continues the study of a plan to its end. */
async function finish(folder: string, plan: Plan): Promise<void> {
  const coordinator = startCoordinator(folder, plan)
  await coordinator.ended
  expect([coordinator.events.at(-1), coordinator.stderr()]).toEqual([{ type: 'done' }, ''])
}

function journalOf(records: Journal['records']): Journal {
  const journal = memoryJournal()
  journal.append(records)
  return journal
}

/** Waits for the first report of a trial and returns the trial's process. */
async function reportingWorker(coordinator: Coordinator, folder: string, trial: number): Promise<number> {
  await coordinator.until((event) => event.type === 'report' && event.trial === trial)
  return workerOf(trialFolder(folder, trial))!
}

describe('a study whose processes are killed', () => {
  it('gets the same results as an undisturbed study, after 200 kills and pauses', async () => {
    const lanes = await Promise.all([1, 2].map((lane) => killRounds(root, lane, 100)))
    for (const made of lanes) expect(Object.values(made)).not.toContain(0)
  }, 240_000)

  it('gets the same results wherever one of the last records is torn', async () => {
    const plan: Plan = { seed: 5, trials: 3, workers: 2, pause: 10 }
    const done = await finishHere(plan)
    const folder = createFolder('torn')
    const coordinator = startCoordinator(folder, plan)
    await coordinator.until((event) => event.type === 'report' && event.trial === 2)
    coordinator.signal('SIGKILL')
    await coordinator.ended
    const killed = recordsIn(folder)
    expect(killed.length).toBeLessThan(done.records.length)
    for (const records of [done.records, killed]) {
      const bytes = Buffer.from(records.map(encodeJsonLine).join(''))
      const last = Buffer.byteLength(records.slice(-3).map(encodeJsonLine).join(''))
      for (let length = bytes.length - last; length <= bytes.length; length++) {
        writeFileSync(journalIn(folder), bytes.subarray(0, length))
        const journal = openJournalFile(journalIn(folder))
        const finished = await finishHere(plan, journalOf(journal.records))
        journal.append(finished.records.slice(journal.records.length)) // One append, since each waits for the disk.
        journal.close()
        expect([length, outcomeOf(recordsIn(folder))]).toEqual([length, outcomeOf(done.records)])
      }
    }
  }, 120_000)

  it('ends each trial once although a process was suspended for longer than the heartbeat timeout', async () => {
    const folder = createFolder('stopped')
    const plan: Plan = { seed: 3, trials: 4, workers: 2, pause: 100, heartbeatTimeout: 1 }
    const coordinator = startCoordinator(folder, plan)
    const pid = await reportingWorker(coordinator, folder, 0)
    process.kill(pid, 'SIGSTOP')
    await coordinator.until((event) => event.type === 'restart' && event.trial === 0)
    // The process is gone before its trial restarts, so it can neither continue nor report.
    expect(processRuns(pid)).toBe(false)
    await coordinator.ended
    await checkStudy(folder, plan)
    const [study] = readStudies(recordsIn(folder))
    expect(study.trials[0].failures).toContainEqual({
      kind: 'lost',
      message: 'No heartbeat for 1 s.',
      attempt: 1,
    })
  })

  it.each([900, 1000, 1100])(
    'ends each trial once although a process continues just at the heartbeat timeout, after %d ms',
    async (stop) => {
      const folder = createFolder(`stopped for ${stop}`)
      const plan: Plan = { seed: 3, trials: 3, workers: 2, pause: 50, heartbeatTimeout: 1, isPruned: true }
      const coordinator = startCoordinator(folder, plan)
      const pids = await Promise.all([0, 1].map((trial) => reportingWorker(coordinator, folder, trial)))
      for (const pid of pids) sendSignal(pid, 'SIGSTOP')
      await delay(stop)
      for (const pid of pids) sendSignal(pid, 'SIGCONT')
      await coordinator.ended
      await checkStudy(folder, plan)
    },
  )
})

describe('a study', () => {
  it('has the same trials, values and ends with 1, 2 and 4 workers', async () => {
    const plan: Plan = { seed: 8, trials: 10, repeats: 2, workers: 1, pause: 2, isPruned: true }
    const ends = ['complete', 'pruned']
    const journals = await Promise.all(
      [1, 2, 4].map(async (workers) => {
        const folder = createFolder(`${workers} workers`)
        await finish(folder, { ...plan, workers })
        return recordsIn(folder)
      }),
    )
    const [alone, ...others] = journals.map(recordsByTrial)
    for (const trials of others) expect(trials).toEqual(alone)
    expect(new Set(readStudies(journals[0])[0].trials.map(({ state }) => state))).toEqual(new Set(ends))
  })

  it('does not depend on the clock, except for times', async () => {
    const plan: Plan = { seed: 8, trials: 10, repeats: 2, workers: 2, pause: 0, isPruned: true }
    let now = Date.now()
    let jumps = 0
    const hour = 3_600_000
    const clock = (): Date => new Date((now += hour * (jumps++ % 3 === 0 ? -1 : 1)))
    const jumping = await finishHere(plan, undefined, { clock })
    expect(recordsByTrial(jumping.records)).toEqual(recordsByTrial((await finishHere(plan)).records))
    expect(jumps).toBe(20)
  })

  it('has one coordinator at a time, and accepts another as soon as the first is killed', async () => {
    const folder = createFolder('two coordinators')
    const plan: Plan = { seed: 4, trials: 3, workers: 2, pause: 50 }
    const first = startCoordinator(folder, plan)
    await first.until(({ type }) => type === 'report')
    first.signal('SIGSTOP') // or its study could end before the second coordinator has started
    const second = startCoordinator(folder, plan)
    await second.ended
    expect(second.events).toEqual([])
    expect(second.stderr()).toContain(
      `Journal ${journalIn(folder)} is in use by process ${first.pid}. Wait for it, or stop it.`,
    )
    first.signal('SIGKILL')
    await first.ended
    expect(existsSync(`${journalIn(folder)}.lock`)).toBe(true)
    await finish(folder, plan)
    expect(existsSync(`${journalIn(folder)}.lock`)).toBe(false)
    await checkStudy(folder, plan)
  })

  it('leaves no process if it is interrupted, and continues from there', async () => {
    const folder = createFolder('interrupted')
    const plan: Plan = { seed: 6, trials: 4, workers: 2, pause: 50, isPruned: true }
    const coordinator = startCoordinator(folder, plan)
    await coordinator.until((event) => event.type === 'report' && event.trial === 1)
    coordinator.signal('SIGINT')
    await coordinator.ended
    expect([coordinator.events.at(-1), coordinator.stderr()]).toEqual([{ type: 'interrupted' }, ''])
    expect(await remainingProcesses(folder, 0)).toEqual([])
    const before = readFileSync(journalIn(folder))
    await finish(folder, plan)
    expect(readFileSync(journalIn(folder)).subarray(0, before.length)).toEqual(before)
    await checkStudy(folder, plan)
  })
})
