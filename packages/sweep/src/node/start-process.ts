import type { ChildProcess } from 'node:child_process'
import type { Attempt, AttemptListener, Outcome, RunningAttempt } from '../executors/executor.ts'
import { deliverReport } from '../executors/deliver-report.ts'
import { systemError } from '../executors/system-error.ts'
import { endLeftoverProcess, recordProcess, removeProcessRecord } from './end-leftover-process.ts'
import { killGroup, waitForGroupExit } from './process-group.ts'
import type { AttemptMessage, CoordinatorMessage } from './process-messages.ts'
import { watchPipe } from './process-messages.ts'
import { logIn, spawnTrial, type SpawnSettings } from './spawn-trial.ts'
import { startRunningTimer, type RunningTimer } from './start-running-timer.ts'

export interface ProcessSettings extends SpawnSettings {
  /** URL of the module whose default export is the objective. */
  readonly module: string
  readonly data: unknown
  /** In seconds, like the two below. */
  readonly timeout?: number
  readonly heartbeatTimeout: number
  readonly grace: number
}

/** Runs one attempt in a process of its own. */
export function startProcess(
  settings: ProcessSettings,
  attempt: Attempt,
  listener: AttemptListener,
): RunningAttempt {
  let isCanceled = false
  let supervision: Supervision | undefined

  async function run(): Promise<Outcome> {
    try {
      if (attempt.folder !== undefined) await endLeftoverProcess(attempt.folder)
      if (isCanceled) return { kind: 'canceled' }
      supervision = supervise(spawnTrial(settings, attempt), settings, attempt, listener)
      return await supervision.outcome
    } catch (error) {
      return notStarted(error)
    }
  }

  return {
    outcome: run(),
    cancel() {
      isCanceled = true
      supervision?.stop({ kind: 'canceled' })
    },
  }
}

function notStarted(error: unknown): Outcome {
  return {
    kind: 'crash',
    message: `Its process could not be started: ${(error as Error).message}`,
    ...systemError(error),
  }
}

interface Supervision {
  /** Resolves when nothing of the attempt runs any more. */
  readonly outcome: Promise<Outcome>
  /** Tells the trial to stop and enforces it; has no effect if the trial has ended. */
  stop(outcome: Outcome): void
}

function supervise(
  child: ChildProcess,
  settings: ProcessSettings,
  attempt: Attempt,
  listener: AttemptListener,
): Supervision {
  const { pid } = child
  // Without a process there may not even be pipes; only 'error' tells the reason.
  if (pid === undefined) {
    return { outcome: new Promise((resolve) => child.on('error', (e) => resolve(notStarted(e)))), stop() {} }
  }
  const { timeout, heartbeatTimeout, grace, module, data } = settings
  const decision = createDecision(() => killGroup(pid))

  function send(message: CoordinatorMessage): void {
    // If the message cannot be sent, the process is ending, which 'close' tells.
    if (child.connected) child.send(message, () => {})
  }

  function decide(outcome: Outcome): void {
    decision.decide(outcome, grace)
  }

  function stop(outcome: Outcome): void {
    decide(outcome)
    send({ kind: 'stop' })
  }

  const heartbeats = followHeartbeats(child, heartbeatTimeout, () =>
    decision.decide({ kind: 'lost', message: `No heartbeat for ${heartbeatTimeout} s.` }, 0),
  )
  const limit =
    timeout === undefined
      ? undefined
      : startRunningTimer(timeout, () => stop({ kind: 'timeout', message: `Ran longer than ${timeout} s.` }))

  child.on('message', (message: AttemptMessage) =>
    receive(message, { attempt, listener, send, isDecided: () => decision.outcome !== undefined, decide }),
  )
  child.on('error', () => {}) // 'close' follows.
  child.on('exit', () => killGroup(pid)) // The group may have other processes.
  const outcome = new Promise<Outcome>((resolve) => {
    child.on('close', (code, signal) => {
      decision.close()
      heartbeats.stop()
      limit?.stop()
      const message = crashMessage(code, signal, {
        folder: attempt.folder,
        bytesUsed: heartbeats.bytesUsed(),
        memoryLimit: settings.memoryLimit,
      })
      void cleanUp(pid, attempt).then(() => resolve(decision.outcome ?? { kind: 'crash', message }))
    })
  })

  try {
    if (attempt.folder !== undefined) recordProcess(attempt.folder, pid, attempt.lease)
    send({ kind: 'start', attempt, module, data })
  } catch (error) {
    decision.decide(notStarted(error), 0)
  }
  return { outcome, stop }
}

/** The outcome of an attempt, once it is certain. The process may still run then. */
interface Decision {
  readonly outcome: Outcome | undefined
  /** Decides the outcome, unless it is decided already, and kills the process some seconds later. */
  decide(outcome: Outcome, secondsToKill: number): void
  /** Kills nothing from now on. */
  close(): void
}

function createDecision(kill: () => void): Decision {
  let outcome: Outcome | undefined
  let killing: RunningTimer | undefined
  let isClosed = false
  return {
    get outcome() {
      return outcome
    },
    decide(decided, secondsToKill) {
      if (outcome !== undefined) return
      outcome = decided
      if (!isClosed) killing = startRunningTimer(secondsToKill, kill)
    },
    close() {
      isClosed = true
      killing?.stop()
    },
  }
}

interface Heartbeats {
  /** The number that the watch sent because the process used too much memory, as text; else ''. */
  bytesUsed(): string
  stop(): void
}

/** Reads the pipe of a process's watch, which carries a dot for each heartbeat. */
function followHeartbeats(child: ChildProcess, seconds: number, onSilence: () => void): Heartbeats {
  const timer = startRunningTimer(seconds, onSilence)
  const pipe = child.stdio[watchPipe]!
  let bytesUsed = ''
  pipe.on('error', () => {})
  pipe.on('data', (beats: Buffer) => {
    timer.restart()
    bytesUsed += String(beats).replaceAll('.', '')
  })
  return { bytesUsed: () => bytesUsed, stop: timer.stop }
}

interface Receiver {
  readonly attempt: Attempt
  readonly listener: AttemptListener
  readonly send: (message: CoordinatorMessage) => void
  readonly isDecided: () => boolean
  readonly decide: (outcome: Outcome) => void
}

function receive(message: AttemptMessage, { attempt, listener, send, isDecided, decide }: Receiver): void {
  if (message?.kind === 'report') {
    // Reports of an attempt whose outcome is decided no longer count.
    send({ kind: 'answer', answer: isDecided() ? 'rejected' : deliverReport(listener, message, decide) })
  } else if (message?.kind === 'warning') {
    listener.onWarning?.(message.lease, message.message)
  } else if (message?.kind === 'end' && message.lease === attempt.lease) {
    decide(message.outcome)
  }
}

async function cleanUp(pid: number, { folder, lease }: Attempt): Promise<void> {
  try {
    await waitForGroupExit(pid)
    if (folder !== undefined) removeProcessRecord(folder, lease)
  } catch {
    // The next attempt in this folder cleans up.
  }
}

interface CrashContext {
  readonly folder: string | undefined
  readonly bytesUsed: string
  readonly memoryLimit: number | undefined
}

function crashMessage(
  code: number | null,
  signal: NodeJS.Signals | null,
  { folder, bytesUsed, memoryLimit }: CrashContext,
): string {
  let event = signal === null ? `exited with code ${code} without a result` : `was killed by ${signal}`
  if (signal === 'SIGABRT') event += ', as by Node when its heap is full'
  if (bytesUsed !== '') {
    const used = `used ${Math.ceil(Number(bytesUsed) / 1e6)} MB`
    event = `and the programs that it started ${used}, more than the limit of ${(memoryLimit ?? 0) / 1e6} MB`
  }
  return `Its process ${event}.${folder === undefined ? '' : ` Its output is in ${logIn(folder)}.`}`
}
