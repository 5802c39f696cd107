import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { StudyEvent } from '../../src/runner/run-study.ts'
import type { Plan } from './plan.ts'
import { markOf } from './processes-of.ts'

/** A line that a coordinator prints. */
export type CoordinatorEvent =
  | { readonly type: 'open' | 'done' | 'interrupted' }
  | { readonly type: StudyEvent['type']; readonly trial: number }

/** A coordinator in another process. */
export interface Coordinator {
  readonly pid: number
  /** The events that it has printed. */
  readonly events: readonly CoordinatorEvent[]
  /** Its stderr, complete once it has ended. */
  readonly stderr: () => string
  /** Waits for an event; resolves with `undefined` if the coordinator ends without it. */
  until(isWanted: (event: CoordinatorEvent) => boolean): Promise<CoordinatorEvent | undefined>
  /** Sends the coordinator a signal. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when the coordinator has ended. */
  readonly ended: Promise<void>
  readonly hasEnded: () => boolean
}

/** Starts a coordinator that runs or continues the study of a plan in a folder. */
export function startCoordinator(folder: string, plan: Plan): Coordinator {
  const script = fileURLToPath(new URL('./coordinator.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...markOf(folder) },
  })
  const events: CoordinatorEvent[] = []
  const waiting: (() => void)[] = []
  let hasEnded = false
  let stderr = ''

  function wake(): void {
    waiting.splice(0).forEach((resolve) => resolve())
  }

  child.stderr.on('data', (text: Buffer) => (stderr += String(text)))
  createInterface(child.stdout).on('line', (line) => {
    events.push(JSON.parse(line) as CoordinatorEvent)
    wake()
  })
  const ended = once(child, 'close').then(() => {
    hasEnded = true
    wake()
  })
  return {
    pid: child.pid!,
    events,
    stderr: () => stderr,
    async until(isWanted) {
      for (;;) {
        const event = events.find(isWanted)
        if (event !== undefined || hasEnded) return event
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    signal: (signal) => void child.kill(signal),
    ended,
    hasEnded: () => hasEnded,
  }
}
