import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Where a process is the leader of a group of its own, which a signal reaches as a whole. */
export const hasGroups: boolean = process.platform !== 'win32'

/** Kills a process and all of its group; on Windows, which has no groups, only itself. */
export function killGroup(pid: number): void {
  try {
    process.kill(hasGroups ? -pid : pid, 'SIGKILL')
  } catch {
    // Nobody is left in it.
  }
}

/**
 * Waits until nobody of a killed group runs any more.
 *
 * @returns Whether that is so: a process that hangs in the kernel, as on a dead disk, does not end
 */
export async function groupEnds(pid: number, seconds = 10): Promise<boolean> {
  for (let waited = 0; groupRuns(pid); waited += 0.005) {
    if (waited >= seconds) return false
    await delay(5)
  }
  return true
}

function groupRuns(pid: number): boolean {
  try {
    process.kill(hasGroups ? -pid : pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  // Those that are dead but that nobody has waited for still count as members.
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false
    const status = readStatus(Number(name))
    return status !== undefined && status.group === pid && status.state !== 'Z' && status.state !== 'X'
  })
}

/** What Linux says of a process. */
export interface ProcessStatus {
  /** A letter: R runs, S sleeps, T is stopped, Z is dead but not waited for. */
  readonly state: string
  readonly group: number
  /** In ticks since the machine started: with the number of the process, it names that one and no other. */
  readonly startTime: number
}

/** @returns Nothing if there is no such process, or the system is not Linux */
export function readStatus(pid: number): ProcessStatus | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // proc_pid_stat(5). The second field is a name in parentheses, which may hold anything; the third follows it.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0], group: Number(fields[2]), startTime: Number(fields[19]) }
  } catch {
    return undefined
  }
}
