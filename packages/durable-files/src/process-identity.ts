import { readFileSync } from 'node:fs'

/** A process, told apart from those that had or will have its number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in ticks since boot. Absent where the system does not say. */
  readonly startTime?: string
  /** Names the machine's run since it was switched on. Absent where the system does not say. */
  readonly bootId?: string
}

/** What Linux says of a process. */
export interface ProcessStatus {
  /** A letter: R runs, S sleeps, T is stopped, Z has ended but nobody has waited for it. */
  readonly state: string
  /** The number of its process group. */
  readonly group: number
  /** In ticks since boot: together with the number of the process, it names that process and no other. */
  readonly startTime: string
}

/** The identity of the process that has the number `pid` now. */
export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, startTime: readProcessStatus(pid)?.startTime, bootId: readBootId() }
}

/** Whether a process of this machine still runs. A process of the same number that started at another time is another. */
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
 * @returns Nothing if there is no such process, or if the system is not Linux
 */
export function readProcessStatus(pid: number): ProcessStatus | undefined {
  const line = readText(`/proc/${pid}/stat`)
  if (line === undefined) return undefined
  // proc_pid_stat(5). The second field is a name in parentheses, which may hold anything; the third follows it.
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
