import { readFileSync, writeSync } from 'node:fs'
import { groupMembers, killGroup } from './process-group.ts'
import { watchPipe } from './process-messages.ts'

/** Seconds between heartbeats. */
const interval = 0.2

/** Measuring the memory of the whole group may take at most this share of the time. */
const maxMeasuringShare = 1 / 20

/**
 * Watches over the process of an attempt from a second thread, so that an objective that never returns to the event loop
 * is watched as well. Several times a second it sends the coordinator a heartbeat, a dot. It kills the process and all
 * that the process started if the coordinator is gone, or if they use more memory than allowed; in the latter case it
 * first sends their number of bytes.
 *
 * @param memoryLimit In bytes, for the process group on Linux, elsewhere for the process
 */
export function watch({ memoryLimit }: { readonly memoryLimit: number }): void {
  let nextMeasurement = 0

  function memoryUsed(): number {
    const ofProcess = process.memoryUsage.rss()
    const start = performance.now()
    const isEnough = process.platform !== 'linux' || memoryLimit === Infinity || ofProcess > memoryLimit
    if (isEnough || start < nextMeasurement) return ofProcess
    const ofGroup = groupMemory(process.pid, memoryLimit)
    const end = performance.now()
    nextMeasurement = end + (end - start) / maxMeasuringShare
    return ofGroup
  }

  function beat(): void {
    const used = memoryUsed()
    const isOver = used > memoryLimit
    if (!send(isOver ? String(used) : '.') || isOver) killGroup(process.pid)
  }
  setInterval(beat, interval * 1000)
  beat()
}

/** @returns Whether the coordinator still exists */
function send(text: string): boolean {
  try {
    writeSync(watchPipe, text)
    return true
  } catch (error) {
    // A full pipe belongs to a coordinator that is busy.
    return (error as NodeJS.ErrnoException).code === 'EAGAIN'
  }
}

/**
 * Returns the bytes of memory that all processes of a group hold, on Linux: the sum of their resident sets, or, if that
 * exceeds the limit, of their proportional sets, which count shared memory once but take the kernel longer to find.
 */
function groupMemory(leader: number, limit: number): number {
  const members = groupMembers(leader)
  const resident = sum(members.map(residentKilobytes))
  if (resident <= limit) return resident
  return sum(
    members.map(
      (member) => readKilobytes(`/proc/${member}/smaps_rollup`, 'Pss') ?? residentKilobytes(member),
    ),
  )
}

function residentKilobytes(pid: number): number | undefined {
  return readKilobytes(`/proc/${pid}/status`, 'VmRSS')
}

function sum(kilobytes: readonly (number | undefined)[]): number {
  return 1024 * kilobytes.reduce<number>((total, count = 0) => total + count, 0)
}

/** @returns `undefined` if the process has ended or may not be inspected */
function readKilobytes(path: string, field: string): number | undefined {
  try {
    const [, digits] = readFileSync(path, 'utf8').match(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm')) ?? []
    return digits === undefined ? undefined : Number(digits)
  } catch {
    return undefined
  }
}
