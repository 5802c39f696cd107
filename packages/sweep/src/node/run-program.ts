import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { createLineSplitter } from './create-line-splitter.ts'
import { startRunningTimer, type RunningTimer } from './start-running-timer.ts'

export type OutputStream = 'stdout' | 'stderr'

export interface RunProgramOptions {
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  /** Stops the program by SIGTERM, and by SIGKILL after the grace period. */
  readonly signal: AbortSignal
  /** Seconds from SIGTERM to SIGKILL. */
  readonly grace: number
  /** Called for each line, one after the other; the program waits if this is slow. An error stops the program. */
  readonly onLine: (line: string, stream: OutputStream) => void | Promise<void>
  /** Called for each line of more than `maxLineLength` characters, which is skipped. */
  readonly onLongLine: (stream: OutputStream) => void
}

/** How a program ended. */
export interface ProgramEnd {
  /** The exit code; null if a signal ended the program. */
  readonly code: number | null
  /** The signal that ended the program, if any. */
  readonly signal: NodeJS.Signals | null
}

/** The most characters of a line. */
export const maxLineLength: number = 2 ** 20

/**
 * Seconds for which output is read after the program has ended, because a process that the program left behind holds the
 * output open: while that process is silent, and in total. Time in which `onLine` is at work does not count, so everything
 * that the program itself wrote is read, however slowly.
 */
const lingering = { silent: 1, total: 10 }

/**
 * Runs a program to its end, in this process's group.
 *
 * @throws The reason for which the program was stopped, after it has ended: the signal's reason, or the error of `onLine`
 * @throws {Error} If the program cannot be started
 */
export async function runProgram(words: readonly string[], options: RunProgramOptions): Promise<ProgramEnd> {
  const { folder, environment, signal, grace, onLine, onLongLine } = options
  signal.throwIfAborted()
  const child = spawn(words[0], words.slice(1), {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stopped: { readonly reason: unknown } | undefined
  let killing: RunningTimer | undefined
  const stop = (reason: unknown): void => {
    if (stopped) return
    stopped = { reason }
    child.kill('SIGTERM')
    killing = startRunningTimer(grace, () => child.kill('SIGKILL'))
  }
  const onAbort = (): void => stop(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    // If the process could not be started, for example because of too many open files, there may be no streams.
    const output =
      child.pid === undefined ? undefined : readOutput(child, { onLine, onLongLine, onError: stop })
    const [code, endSignal] = await exit
    killing?.stop()
    await output?.finish()
    if (stopped) throw stopped.reason
    return { code, signal: endSignal }
  } catch (error) {
    if (stopped?.reason === error || child.pid !== undefined) throw error
    throw new Error(
      `Cannot run ${words[0]}: ${(error as Error).message}. ` +
        `Check that ${folder} exists and that the program is on the PATH.`,
      { cause: error },
    )
  } finally {
    killing?.stop()
    signal.removeEventListener('abort', onAbort)
  }
}

interface Output {
  /** Waits for the end of the output, which a process that the program left behind may hold open. */
  finish(): Promise<void>
}

interface OutputOptions extends Pick<RunProgramOptions, 'onLine' | 'onLongLine'> {
  readonly onError: (error: unknown) => void
}

function readOutput(
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  { onLine, onLongLine, onError }: OutputOptions,
): Output {
  /** Number of lines that `onLine` is handling. */
  let pending = 0
  let silence: RunningTimer | undefined
  let hasFailed = false

  /** Never rejects. After an error it keeps reading, so that the program does not block. */
  async function handle(line: string, name: OutputStream): Promise<void> {
    if (hasFailed) return
    pending++
    try {
      await onLine(line, name)
    } catch (error) {
      hasFailed = true
      onError(error)
    }
    pending--
    silence?.restart()
  }

  async function read(stream: Readable, name: OutputStream): Promise<void> {
    const splitter = createLineSplitter({ maxLength: maxLineLength, onLongLine: () => onLongLine(name) })
    try {
      for await (const piece of stream.setEncoding('utf8')) {
        silence?.restart()
        for (const line of splitter.push(piece as string)) await handle(line, name)
      }
    } catch {
      // The stream was closed before its end; there is no more to read.
    }
    for (const line of splitter.end()) await handle(line, name)
  }

  const reading = Promise.all([read(stdout, 'stdout'), read(stderr, 'stderr')])
  return {
    async finish() {
      const close = (): void => [stdout, stderr].forEach((stream) => stream.destroy())
      const counts = (): boolean => pending === 0
      silence = startRunningTimer(lingering.silent, close, { counts })
      const total = startRunningTimer(lingering.total, close, { counts })
      await reading
      silence.stop()
      total.stop()
    },
  }
}
