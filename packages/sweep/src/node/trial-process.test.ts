import { describe, expect, it } from '@jest/globals'
import { setTimeout as delay } from 'node:timers/promises'
import type { Behavior } from '../../test/conformance-objective.ts'
import { processRuns } from '../../test/process-runs.ts'
import { startCoordinator } from '../../test/start-coordinator.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'

describe('the process of a trial', () => {
  const folder = temporaryFolder()

  it.each<[string, Behavior[], number]>([
    ['waits', ['wait', 'ignoreSignal'], 2],
    ['never returns to the event loop', ['spin'], 1],
    ['has started another program', ['startAnother'], 2],
  ])('ends within a second after its coordinator was killed, even if it %s', async (_, behaviors, count) => {
    const coordinator = await startCoordinator(folder, behaviors, count)
    expect(coordinator.pids.filter(processRuns)).toHaveLength(count)
    await coordinator.kill()
    for (let waited = 0; coordinator.pids.some(processRuns) && waited < 1000; waited += 20) await delay(20)
    const left = coordinator.pids.filter(processRuns)
    for (const pid of left) process.kill(pid, 'SIGKILL')
    expect(left).toEqual([])
  })
})
