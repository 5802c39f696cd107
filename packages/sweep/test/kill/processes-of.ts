import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readProcessStatus } from '@tunekit/durable-files'

const NAME = 'TUNEKIT_TEST_FOLDER'

/** An environment that marks a process, and whatever it starts, as one of a folder's study. */
export function markOf(folder: string): Readonly<Record<string, string>> {
  return { [NAME]: folder }
}

/** Every process of a folder's study that runs or is stopped. Only Linux tells. */
export function processesOf(folder: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => environmentOf(pid).includes(`${NAME}=${folder}`))
}

/** Waits until no process of a folder's study is left; tells which are if that takes long. */
export async function leftProcesses(folder: string, seconds = 10): Promise<readonly number[]> {
  for (let waited = 0; ; waited += 0.02) {
    const left = processesOf(folder)
    if (left.length === 0 || waited >= seconds) return left
    await delay(20)
  }
}

/** The processes of attempts that run in the folders of trials, as those say. */
export function workersOf(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('trial-'))
    .flatMap((name) => workerOf(join(folder, name)) ?? [])
}

/** The process that runs in the folder of a trial. */
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
    // A process that is dead has none.
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}
