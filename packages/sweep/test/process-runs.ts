import { readProcessStatus } from '@tunekit/durable-files'

/** Whether a process runs, or could again: not if it is dead and nobody has waited for it yet. */
export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return readProcessStatus(pid)?.state !== 'Z'
}
