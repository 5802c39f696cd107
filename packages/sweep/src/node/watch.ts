import { writeSync } from 'node:fs'
import { groupMemory } from './group-memory.ts'
import { watchPipe } from './messages.ts'
import { killGroup } from './process-group.ts'

/** How often the coordinator hears a heartbeat, in seconds. */
const interval = 0.2

/** A look at all processes may take so many times less than what is between two of them. */
const patience = 20

/**
 * Watches over the process of an attempt from a thread of its own, so that an objective which never lets go of the main
 * thread is watched as well. Several times a second it sends the coordinator a heartbeat, a dot. If there is no
 * coordinator any more, or the process and what it started use more memory than they may, it kills them all; in the latter
 * case it first sends how many bytes they were.
 *
 * @param memoryLimit In bytes, for the group of the process on Linux, elsewhere for the process
 */
export function watch({ memoryLimit }: { readonly memoryLimit: number }): void {
  let nextLook = 0

  function memoryUsed(): number {
    const own = process.memoryUsage.rss()
    const start = performance.now()
    if (process.platform !== 'linux' || memoryLimit === Infinity || own > memoryLimit || start < nextLook)
      return own
    const all = groupMemory(process.pid, memoryLimit)
    const end = performance.now()
    nextLook = end + patience * (end - start)
    return all
  }

  function beat(): void {
    const used = memoryUsed()
    const over = used > memoryLimit
    if (!send(over ? String(used) : '.') || over) killGroup(process.pid)
  }
  setInterval(beat, interval * 1000)
  beat()
}

/** @returns Whether anybody is there to hear it */
function send(text: string): boolean {
  try {
    writeSync(watchPipe, text)
    return true
  } catch (error) {
    // A pipe that is full has a coordinator, if a busy one.
    return (error as NodeJS.ErrnoException).code === 'EAGAIN'
  }
}
