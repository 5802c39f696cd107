import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Behaviour } from './conformance-objective.ts'

/** A process with a study in it. */
export interface Coordinator {
  /** The processes of its trials, and of what they started. */
  readonly pids: readonly number[]
  /** Ends it by SIGKILL. */
  kill(): Promise<void>
}

/**
 * Starts another process that runs attempts, and waits until all of their processes are known.
 *
 * @param count Of the processes
 */
export async function startCoordinator(
  folder: string,
  doings: readonly Behaviour[],
  count: number = doings.length,
): Promise<Coordinator> {
  const script = fileURLToPath(new URL('./coordinator.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, ...doings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pids: number[] = []
  for await (const line of createInterface(child.stdout)) {
    pids.push(Number(line))
    if (pids.length === count) break
  }
  return {
    pids,
    async kill() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}
