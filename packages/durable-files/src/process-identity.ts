import { readFileSync } from 'node:fs'

/** The identity of a process, which differs from the identity of any earlier or later process with the same number. */
export interface ProcessIdentity {
  /** The number of the process. */
  readonly pid: number
  /** The time at which the process started, in ticks since boot; absent if the system does not report it. */
  readonly startTime?: string
  /** The id of the machine's current boot; absent if the system does not report it. */
  readonly bootId?: string
}

/** The status of a process on Linux. */
export interface ProcessStatus {
  /** The state as a letter: R running, S sleeping, T stopped, Z zombie. */
  readonly state: string
  /** The number of its process group. */
  readonly group: number
  /** The start time in ticks since boot. Together with the process number it identifies the process. */
  readonly startTime: string
}

/** Returns the identity of the process that currently has the number `pid`. */
export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, startTime: readProcessStatus(pid)?.startTime, bootId: readBootId() }
}

/**
 * Returns whether a process is still running on this machine. A process with the same number but another start time or boot is a
 * different process.
 */
export function isRunning({ pid, startTime, bootId }: ProcessIdentity): boolean {
  const currentBootId = readBootId()
  if (bootId !== undefined && currentBootId !== undefined && bootId !== currentBootId) return false
  if (!exists(pid)) return false
  const status = readProcessStatus(pid)
  if (status === undefined) return true
  if (status.state === 'Z' || status.state === 'X') return false
  return startTime === undefined || startTime === status.startTime
}

/**
 * Reads the status of a process.
 *
 * @returns The status; undefined if the process does not exist or the system is not Linux
 */
export function readProcessStatus(pid: number): ProcessStatus | undefined {
  const line = readText(`/proc/${pid}/stat`)
  if (line === undefined) return undefined
  // proc_pid_stat(5): the second field is a name in parentheses that may contain any characters.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0], group: Number(fields[2]), startTime: fields[19] }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readBootId(): string | undefined {
  return readText('/proc/sys/kernel/random/boot_id')?.trim()
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
