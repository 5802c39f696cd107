import { writeSync } from 'node:fs'
import { watchPipe } from './messages.ts'
import { killGroup } from './process-group.ts'

/** How often the coordinator hears a heartbeat, in seconds. */
const interval = 0.2

/**
 * Watches over the process of an attempt from a thread of its own, so that an objective which never lets go of the main
 * thread is watched as well. Several times a second it sends the coordinator a heartbeat, a dot. If there is no
 * coordinator any more, or the process uses more memory than it may, it kills the process and all that the process
 * started; in the latter case it first sends how many bytes they were.
 *
 * @param memoryLimit In bytes
 */
export function watch({ memoryLimit }: { readonly memoryLimit: number }): void {
  function beat(): void {
    const used = process.memoryUsage.rss()
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
