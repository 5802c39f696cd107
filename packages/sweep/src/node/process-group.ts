import { readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { readProcessStatus } from '@tunekit/durable-files'

/** Kills all processes of a group. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // No process is left in the group.
  }
}

/**
 * Waits until no process of a killed group runs any more.
 *
 * @returns False if a process still runs after `seconds`: one that hangs in the kernel, as on a dead disk, does not end
 */
export async function waitForGroupExit(leader: number, seconds = 10): Promise<boolean> {
  for (let waited = 0; groupRuns(leader); waited += 0.005) {
    if (waited >= seconds) return false
    await delay(5)
  }
  return true
}

function groupRuns(leader: number): boolean {
  try {
    process.kill(-leader, 0)
  } catch {
    return false
  }
  // A signal also reaches processes that are dead but not yet waited for.
  return process.platform !== 'linux' || groupMembers(leader).length > 0
}

/** Lists the running processes of a group. Linux only. */
export function groupMembers(leader: number): readonly number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.map(Number).filter((member) => {
    const status = readProcessStatus(member)
    return status !== undefined && status.group === leader && status.state !== 'Z' && status.state !== 'X'
  })
}
