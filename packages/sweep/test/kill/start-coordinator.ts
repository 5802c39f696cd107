import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { StudyEvent } from '../../src/runner/run-study.ts'
import type { Plan } from './plan.ts'
import { markOf } from './processes-of.ts'

/** What a coordinator prints. */
export type CoordinatorEvent =
  | { readonly type: 'open' | 'done' | 'interrupted' }
  | { readonly type: StudyEvent['type']; readonly trial: number }

/** A coordinator in a process of its own. */
export interface Coordinator {
  readonly pid: number
  /** What it has printed. */
  readonly events: readonly CoordinatorEvent[]
  /** What it printed as it failed. Complete once it has ended. */
  readonly complaint: () => string
  /** Waits until it has printed such an event, or has ended: then without one. */
  until(isWanted: (event: CoordinatorEvent) => boolean): Promise<CoordinatorEvent | undefined>
  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when it has ended. */
  readonly ended: Promise<void>
  readonly hasEnded: () => boolean
}

/** Starts a coordinator that runs the study of a plan in a folder, or goes on with it. */
export function startCoordinator(folder: string, plan: Plan): Coordinator {
  const script = fileURLToPath(new URL('./coordinator.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...markOf(folder) },
  })
  const events: CoordinatorEvent[] = []
  const hearers: (() => void)[] = []
  let hasEnded = false
  let complaint = ''

  function wake(): void {
    hearers.splice(0).forEach((hear) => hear())
  }

  child.stderr.on('data', (text: Buffer) => (complaint += String(text)))
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
    complaint: () => complaint,
    async until(isWanted) {
      for (;;) {
        const event = events.find(isWanted)
        if (event !== undefined || hasEnded) return event
        await new Promise<void>((resolve) => hearers.push(resolve))
      }
    },
    signal: (signal) => void child.kill(signal),
    ended,
    hasEnded: () => hasEnded,
  }
}
