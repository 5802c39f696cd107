import { readFileSync } from 'node:fs'

/** States of processes that have ended, though nobody has asked how: zombies. */
const ENDED = ['Z', 'X']

/** Field 22 of /proc/<pid>/stat, counted from field 3. */
const START_TIME = 19

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
  return { pid, startTime: statusOf(pid)?.[START_TIME], bootId: readBootId() }
}

/** Whether a process of this machine still runs. One of the same id that started at another time is another. */
export function isSameProcess({ pid, startTime, bootId }: ProcessIdentity): boolean {
  if (bootId !== undefined && bootId !== readBootId()) return false
  if (!exists(pid)) return false
  const fields = statusOf(pid)
  if (fields === undefined) return true
  return !ENDED.includes(fields[0]) && (startTime === undefined || startTime === fields[START_TIME])
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Of /proc/<pid>/stat what follows the program's name, which is in parentheses and may hold spaces; see proc(5). */
function statusOf(pid: number): string[] | undefined {
  const stat = readText(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
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
