import { systemError } from '../executors/system-error.ts'
import type { ChildProcess } from 'node:child_process'
import type { Attempt, AttemptListener, Outcome, RunningAttempt } from '../executors/executor.ts'
import { deliverReport } from '../executors/deliver-report.ts'
import { endLeftOver, forgetProcess, recordProcess } from './end-left-over.ts'
import type { FromTrial, ToTrial } from './messages.ts'
import { watchPipe } from './messages.ts'
import { groupEnds, killGroup } from './process-group.ts'
import { afterRunning, type RunningTimer } from './running-time.ts'
import { logIn, spawnTrial, type SpawnSettings } from './spawn-trial.ts'

export interface ProcessSettings extends SpawnSettings {
  /** URL of the module whose default export is the objective. */
  readonly module: string
  readonly data: unknown
  /** In seconds, as the two below. */
  readonly timeout?: number
  readonly heartbeatTimeout: number
  readonly graceSeconds: number
}

/** Runs one attempt in a process of its own. */
export function startProcess(
  settings: ProcessSettings,
  attempt: Attempt,
  listener: AttemptListener,
): RunningAttempt {
  let cancelled = false
  let supervised: Supervised | undefined

  async function run(): Promise<Outcome> {
    try {
      if (attempt.folder !== undefined) await endLeftOver(attempt.folder)
      if (cancelled) return { kind: 'cancelled' }
      supervised = supervise(spawnTrial(settings, attempt), settings, attempt, listener)
      return await supervised.outcome
    } catch (error) {
      return notStarted(error)
    }
  }

  return {
    outcome: run(),
    cancel() {
      cancelled = true
      supervised?.stop({ kind: 'cancelled' })
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

interface Supervised {
  readonly outcome: Promise<Outcome>
  /** Tells the trial to stop, and sees to it; no effect if it has ended. */
  stop(outcome: Outcome): void
}

function supervise(
  child: ChildProcess,
  settings: ProcessSettings,
  attempt: Attempt,
  listener: AttemptListener,
): Supervised {
  const { heartbeatTimeout, graceSeconds } = settings
  const { lease, folder } = attempt
  const pid = child.pid
  const timers: RunningTimer[] = []
  /** What the attempt comes to, once that is certain; its process may still run. */
  let decided: Outcome | undefined
  /** What the watch sent besides heartbeats: how much memory was too much. */
  let bytesUsed = ''

  function decide(outcome: Outcome, seconds: number): void {
    if (decided !== undefined) return
    decided = outcome
    timers.push(afterRunning(seconds, kill))
  }

  function decideSoon(outcome: Outcome): void {
    decide(outcome, graceSeconds)
  }

  function stop(outcome: Outcome): void {
    decideSoon(outcome)
    send({ kind: 'stop' })
  }

  function kill(): void {
    if (pid !== undefined) killGroup(pid)
  }

  function send(message: ToTrial): void {
    // If it cannot be sent, the process ends or has ended, which is heard of otherwise.
    if (child.connected) child.send(message, () => {})
  }

  function receive(message: FromTrial): void {
    if (message?.kind === 'report') {
      // An attempt that is to end anyway has nothing to say any more.
      const answer = decided === undefined ? deliverReport(listener, message, decideSoon) : 'rejected'
      send({ kind: 'answer', answer })
    } else if (message?.kind === 'warning') {
      listener.onWarning?.(message.lease, message.message)
    } else if (message?.kind === 'end' && message.lease === lease) {
      decideSoon(message.outcome)
    }
  }

  const outcome = new Promise<Outcome>((resolve) => {
    child.on('message', receive)
    child.on('error', (error) => {
      // Of a process that runs, 'close' will tell.
      if (pid === undefined) conclude(notStarted(error))
    })
    child.on('exit', kill) // what it has left of its group
    child.on('close', (code, signal) => {
      const message = crashMessage({ code, signal, folder, bytesUsed, memoryLimit: settings.memoryLimit })
      conclude({ kind: 'crash', message })
    })
    function conclude(crash: Outcome): void {
      for (const timer of timers) timer.stop()
      void cleanUp(pid, attempt).then(() => resolve(decided ?? crash))
    }
  })
  // 'error' tells why, and nothing else: without a process there may not even be pipes.
  if (pid === undefined) return { outcome, stop() {} }

  const heartbeats = afterRunning(heartbeatTimeout, () =>
    decide({ kind: 'lost', message: `No heartbeat for ${heartbeatTimeout} s.` }, 0),
  )
  timers.push(heartbeats)
  const beats = child.stdio[watchPipe]!
  beats.on('error', () => {})
  beats.on('data', (sent: Buffer) => {
    heartbeats.restart()
    bytesUsed += String(sent).replaceAll('.', '')
  })
  if (settings.timeout !== undefined) {
    const message = `Ran longer than ${settings.timeout} s.`
    timers.push(afterRunning(settings.timeout, () => stop({ kind: 'timeout', message })))
  }

  try {
    if (folder !== undefined) recordProcess(folder, pid, lease)
    send({ kind: 'start', attempt, module: settings.module, data: settings.data })
  } catch (error) {
    decide(notStarted(error), 0)
  }
  return { outcome, stop }
}

async function cleanUp(pid: number | undefined, { folder, lease }: Attempt): Promise<void> {
  try {
    if (pid !== undefined) await groupEnds(pid)
    if (folder !== undefined) forgetProcess(folder, lease)
  } catch {
    // The next attempt in this folder does it.
  }
}

interface Crash {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly folder: string | undefined
  readonly bytesUsed: string
  readonly memoryLimit: number | undefined
}

function crashMessage({ code, signal, folder, bytesUsed, memoryLimit }: Crash): string {
  let what = signal === null ? `exited with code ${code} without a result` : `was killed by ${signal}`
  if (signal === 'SIGABRT') what += ', as by Node when its heap is full'
  if (bytesUsed !== '') {
    const used = `used ${Math.ceil(Number(bytesUsed) / 1e6)} MB`
    what = `and what it started ${used}, more than the limit of ${(memoryLimit ?? 0) / 1e6} MB`
  }
  return `Its process ${what}.${folder === undefined ? '' : ` Its output is in ${logIn(folder)}.`}`
}
