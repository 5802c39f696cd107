import { afterEach, describe, expect, it } from '@jest/globals'
import { readProcessStatus } from '@tunekit/durable-files'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { attemptThat } from '../../test/attempt-that.ts'
import { processRuns } from '../../test/process-runs.ts'
import { recordingListener } from '../../test/recording-listener.ts'
import { startCoordinator } from '../../test/start-coordinator.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { endLeftoverProcess, recordProcess, removeProcessRecord } from './end-leftover-process.ts'
import { processExecutor } from './process-executor.ts'

describe('endLeftoverProcess', () => {
  const root = temporaryFolder()
  const children: ChildProcess[] = []
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

  function createFolder(name: string): string {
    const folder = join(root, name)
    mkdirSync(folder)
    return folder
  }

  /** Starts a process with a group of its own, and without a watch. */
  function startProcess(): ChildProcess & { readonly pid: number } {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    })
    children.push(child)
    return child as ChildProcess & { readonly pid: number }
  }

  function change(folder: string, changes: Record<string, unknown>): void {
    const path = join(folder, 'process.json')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }))
  }

  it('does nothing without a record', async () => {
    await endLeftoverProcess(join(root, 'no such folder'))
    const folder = createFolder('torn')
    writeFileSync(join(folder, 'process.json'), '{"pid": 1')
    await endLeftoverProcess(folder)
  })

  it('ends the process that is recorded', async () => {
    const folder = createFolder('recorded')
    const { pid } = startProcess()
    recordProcess(folder, pid, 'a')
    await endLeftoverProcess(folder)
    expect(processRuns(pid)).toBe(false)
    expect(existsSync(join(folder, 'process.json'))).toBe(false)
  })

  it.each([
    ['started at another time', { startTime: 1 }],
    ['started before the machine did', { bootId: '00000000-0000-4000-8000-000000000000' }],
    ['has no known start', { startTime: undefined }],
  ])('spares a process of the same number that %s', async (reason, changes) => {
    const folder = createFolder(reason)
    const { pid } = startProcess()
    recordProcess(folder, pid, 'a')
    change(folder, changes)
    await endLeftoverProcess(folder)
    expect(processRuns(pid)).toBe(true)
  })

  it('accepts that the process has ended long ago', async () => {
    const folder = createFolder('ended')
    const child = startProcess()
    recordProcess(folder, child.pid, 'a')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await endLeftoverProcess(folder)
    expect(existsSync(join(folder, 'process.json'))).toBe(false)
  })

  it('is called by start(): a suspended process, which its watch cannot end, reports nothing more', async () => {
    const coordinator = await startCoordinator(root, ['freeze'])
    const [pid] = coordinator.pids
    while (readProcessStatus(pid)?.state !== 'T') await delay(10)
    await coordinator.kill()
    expect(processRuns(pid)).toBe(true)
    const executor = processExecutor({
      module: new URL('../../test/conformance-objective.ts', import.meta.url),
    })
    const listener = recordingListener()
    const attempt = attemptThat('report', { attempt: 2, folder: join(root, 'freeze') })
    const { outcome } = executor.start(attempt, listener)
    await listener.value(0)
    expect(processRuns(pid)).toBe(false)
    expect(await outcome).toEqual({ kind: 'complete', value: 7 })
    expect(new Set(listener.reports.map(({ lease }) => lease))).toEqual(new Set([attempt.lease]))
    await executor.close()
  })
})

describe('removeProcessRecord', () => {
  const folder = temporaryFolder()

  it('keeps the record of a later attempt', () => {
    recordProcess(folder, process.pid, 'later')
    removeProcessRecord(folder, 'earlier')
    expect(existsSync(join(folder, 'process.json'))).toBe(true)
    removeProcessRecord(folder, 'later')
    expect(existsSync(join(folder, 'process.json'))).toBe(false)
  })
})
