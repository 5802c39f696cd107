import { readFileSync } from 'node:fs'

/** A process, told from others that had or will have its id. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in ticks since boot. Absent where the system does not tell. */
  readonly startTime?: string
  /** Of the machine's run since it was started. Absent where the system does not tell. */
  readonly bootId?: string
}

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return identify(process.pid)
}

/** The identity of the process that has an id now. */
export function identify(pid: number): ProcessIdentity {
  return { pid, startTime: startTimeOf(pid), bootId: readBootId() }
}

/** Whether a process of this machine still runs. One of the same id that started at another time is another. */
export function isSameProcess({ pid, startTime, bootId }: ProcessIdentity): boolean {
  if (bootId !== undefined && bootId !== readBootId()) return false
  if (!isRunning(pid)) return false
  return startTime === undefined || startTime === startTimeOf(pid)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Field 22 of /proc/<pid>/stat; the second, the program's name in parentheses, may hold spaces. See proc(5). */
function startTimeOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
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
