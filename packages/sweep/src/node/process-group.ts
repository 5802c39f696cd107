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
  // Those that are dead but that nobody has waited for still count as members.
  return process.platform !== 'linux' || groupMembers(pid).length > 0
}

/** The processes of a group that run, on Linux. */
export function groupMembers(pid: number): readonly number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.map(Number).filter((member) => {
    const status = readProcessStatus(member)
    return status !== undefined && status.group === pid && status.state !== 'Z' && status.state !== 'X'
  })
}
