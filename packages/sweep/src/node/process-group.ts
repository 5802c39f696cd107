import { readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { readProcessStatus } from '@tunekit/durable-files'

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
    const status = readProcessStatus(Number(name))
    return status !== undefined && status.group === pid && status.state !== 'Z' && status.state !== 'X'
  })
}
