import { readProcessStatus } from '@tunekit/durable-files'

/** Whether a process runs or is suspended. A process that is dead but not yet waited for does not run. */
export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return readProcessStatus(pid)?.state !== 'Z'
}
