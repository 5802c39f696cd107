import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { identifyProcess, replaceFile } from '@tunekit/durable-files'
import type { ProcessIdentity } from '@tunekit/durable-files'
import { killGroup, waitForGroupExit } from './process-group.ts'

/** The identity of an attempt's process, as a file in the trial's folder. */
interface ProcessRecord extends ProcessIdentity {
  readonly lease: string
}

/**
 * Ends the process that an attempt of a dead coordinator left in a trial's folder, if the process still runs. Normally the
 * process has ended itself; it cannot if it was stopped (SIGSTOP) when its coordinator died.
 *
 * Only a process that is proved to be the recorded one, by its number, start time and boot of the machine, is killed. The
 * proof works on Linux; elsewhere no process is killed.
 *
 * @throws {Error} If the process does not end
 *
 * @example
 * await endLeftoverProcess('studies/1/trials/3')
 */
export async function endLeftoverProcess(folder: string): Promise<void> {
  const record = readRecord(folder)
  if (record === undefined) return
  if (isRunning(record)) {
    killGroup(record.pid)
    if (!(await waitForGroupExit(record.pid))) {
      throw new Error(
        `Process ${record.pid}, of an earlier attempt in ${folder}, was killed but does not end. ` +
          'It probably waits for a disk that does not respond.',
      )
    }
  }
  removeProcessRecord(folder, record.lease)
}

/** Records in a trial's folder which process runs the attempt. */
export function recordProcess(folder: string, pid: number, lease: string): void {
  const record: ProcessRecord = { ...identifyProcess(pid), lease }
  replaceFile(recordPath(folder), `${JSON.stringify(record)}\n`)
}

/** Removes the record of `recordProcess`, unless a later attempt has replaced it. */
export function removeProcessRecord(folder: string, lease: string): void {
  if (readRecord(folder)?.lease === lease) rmSync(recordPath(folder), { force: true })
}

function recordPath(folder: string): string {
  return join(folder, 'process.json')
}

function readRecord(folder: string): ProcessRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(recordPath(folder), 'utf8')) as ProcessRecord
    // A signal to group 1 would reach every process, and a signal to group 0 this process's own group.
    return Number.isSafeInteger(record.pid) && record.pid > 1 ? record : undefined
  } catch {
    return undefined
  }
}

function isRunning({ pid, startTime, bootId }: ProcessRecord): boolean {
  if (startTime === undefined || bootId === undefined) return false
  const current = identifyProcess(pid)
  return bootId === current.bootId && String(startTime) === current.startTime
}
