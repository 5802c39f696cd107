import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Behavior } from './conformance-objective.ts'

/** A process that runs attempts. */
export interface Coordinator {
  /** The processes of its attempts, and those that they started. */
  readonly pids: readonly number[]
  /** Ends the coordinator by SIGKILL. */
  kill(): Promise<void>
}

/**
 * Starts a process that runs attempts, and waits until the ids of their processes are known.
 *
 * @param count Number of processes
 */
export async function startCoordinator(
  folder: string,
  behaviors: readonly Behavior[],
  count: number = behaviors.length,
): Promise<Coordinator> {
  const script = fileURLToPath(new URL('./coordinator.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, ...behaviors], {
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
