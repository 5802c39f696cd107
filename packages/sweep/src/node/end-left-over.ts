import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { identifyProcess, replaceFile } from '@tunekit/durable-files'
import type { ProcessIdentity } from '@tunekit/durable-files'
import { groupEnds, killGroup } from './process-group.ts'

/** The process of an attempt, named so that no other one can be taken for it. */
interface ProcessRecord extends ProcessIdentity {
  readonly lease: string
}

/**
 * Ends the process that an attempt of a dead coordinator has left in a trial's folder, if it still runs. Its own watch
 * ends it sooner, unless it was stopped (SIGSTOP) when its coordinator died.
 *
 * It kills only what is proved to be that process, by number, start time and boot of the machine: on Linux. Elsewhere it
 * kills nothing.
 *
 * @throws {Error} If the process does not end
 *
 * @example
 * await endLeftOver('studies/1/trials/3')
 */
export async function endLeftOver(folder: string): Promise<void> {
  const record = readRecord(folder)
  if (record === undefined) return
  if (runs(record)) {
    killGroup(record.pid)
    if (!(await groupEnds(record.pid))) {
      throw new Error(
        `Process ${record.pid}, of an earlier attempt in ${folder}, does not end though it was killed. ` +
          'It probably waits for a disk that does not answer.',
      )
    }
  }
  forgetProcess(folder, record.lease)
}

/** Writes down that a process works in a trial's folder. */
export function recordProcess(folder: string, pid: number, lease: string): void {
  const record: ProcessRecord = { ...identifyProcess(pid), lease }
  replaceFile(pathIn(folder), `${JSON.stringify(record)}\n`)
}

/** Takes back what `recordProcess` wrote, unless a later attempt has written there since. */
export function forgetProcess(folder: string, lease: string): void {
  if (readRecord(folder)?.lease === lease) rmSync(pathIn(folder), { force: true })
}

function pathIn(folder: string): string {
  return join(folder, 'process.json')
}

function readRecord(folder: string): ProcessRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(pathIn(folder), 'utf8')) as ProcessRecord
    // To signal the group of process 1 would mean to signal everybody, of process 0 this one's own.
    return Number.isSafeInteger(record.pid) && record.pid > 1 ? record : undefined
  } catch {
    return undefined
  }
}

function runs({ pid, startTime, bootId }: ProcessRecord): boolean {
  if (startTime === undefined || bootId === undefined) return false
  const now = identifyProcess(pid)
  return bootId === now.bootId && String(startTime) === now.startTime
}
