import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fakeTrial } from '../../test/fake-trial.ts'
import { processRuns } from '../../test/process-runs.ts'
import { runCommands } from '../../test/run-commands.ts'
import { TrialStopped } from '../executors/trial.ts'
import type { commandObjective } from './command-objective.ts'

const programs = fileURLToPath(new URL('../../test/fixtures/programs', import.meta.url))
const commands = runCommands()

describe('commandObjective, when a trial is to stop', () => {
  /** The program's metric is its process. */
  const endless = (words: readonly string[] = [], grace?: number): ReturnType<typeof commandObjective> =>
    commands.objectiveOf({
      command: [process.execPath, join(programs, 'endless.js'), ...words],
      metric: 'pid',
      grace,
    })

  /** Runs an objective until its first report, and returns its error and the program's process id. */
  const stopAtReport = async (
    objective: ReturnType<typeof commandObjective>,
    onReport: (pid: number) => void = () => {
      throw new TrialStopped('pruned')
    },
    signal: AbortSignal = new AbortController().signal,
  ): Promise<{ error: unknown; pid: number }> => {
    let pid = 0
    const trial = {
      ...fakeTrial({ folder: commands.folder, signal }),
      report: async (_: number, value: number) => {
        pid = value
        onReport(pid)
      },
    }
    const error: unknown = await Promise.resolve(objective(trial)).catch((reason: unknown) => reason)
    return { error, pid }
  }

  it('terminates the program and lets TrialStopped through', async () => {
    const { error, pid } = await stopAtReport(endless())
    expect(error).toEqual(new TrialStopped('pruned'))
    expect(pid).toBeGreaterThan(0)
    expect(processRuns(pid)).toBe(false)
  })

  it('kills a program that does not end within the grace period', async () => {
    const { error, pid } = await stopAtReport(endless(['--stubborn'], 0.2))
    expect(error).toEqual(new TrialStopped('pruned'))
    expect(processRuns(pid)).toBe(false)
  })

  it('terminates the program if the signal is aborted, and starts none afterwards', async () => {
    const controller = new AbortController()
    const { error, pid } = await stopAtReport(endless(), () => controller.abort(), controller.signal)
    expect(error).toEqual(new TrialStopped('canceled'))
    expect(processRuns(pid)).toBe(false)
    expect(await stopAtReport(endless(), undefined, controller.signal)).toEqual({ error, pid: 0 })
  })

  it("runs the program in this process's group", async () => {
    const groupOf = (pid: number): string =>
      execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
    let group: string | undefined
    await stopAtReport(endless(), (pid) => {
      group = groupOf(pid)
      throw new TrialStopped('pruned')
    })
    expect(group).toBe(groupOf(process.pid))
  })
})
