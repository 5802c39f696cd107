import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readProcessStatus } from '@tunekit/durable-files'

const NAME = 'TUNEKIT_TEST_FOLDER'

/** Returns an environment that marks a process, and those that it starts, as part of the study in a folder. */
export function markOf(folder: string): Readonly<Record<string, string>> {
  return { [NAME]: folder }
}

/** Lists the processes of the study in a folder that run or are suspended. Linux only. */
export function processesOf(folder: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => environmentOf(pid).includes(`${NAME}=${folder}`))
}

/** Waits until no process of the study in a folder is left; returns the remaining ones after a time limit. */
export async function remainingProcesses(folder: string, seconds = 10): Promise<readonly number[]> {
  for (let waited = 0; ; waited += 0.02) {
    const left = processesOf(folder)
    if (left.length === 0 || waited >= seconds) return left
    await delay(20)
  }
}

/** Lists the processes of attempts, as recorded in the folders of trials. */
export function workersOf(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('trial-'))
    .flatMap((name) => workerOf(join(folder, name)) ?? [])
}

/** Returns the process that runs in the folder of a trial. */
export function workerOf(trialFolder: string): number | undefined {
  try {
    const { pid, startTime } = JSON.parse(readFileSync(join(trialFolder, 'process.json'), 'utf8')) as {
      readonly pid: number
      readonly startTime?: string
    }
    return readProcessStatus(pid)?.startTime === startTime ? pid : undefined
  } catch {
    return undefined
  }
}

function environmentOf(pid: number): readonly string[] {
  try {
    // A dead process has no environment.
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}
