import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { afterRunning, type RunningTimer } from './running-time.ts'
import { createLineSplitter } from './split-lines.ts'

export type OutputStream = 'stdout' | 'stderr'

export interface RunProgramOptions {
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  /** Stops the program: SIGTERM, and SIGKILL after the grace. */
  readonly signal: AbortSignal
  /** In seconds. */
  readonly grace: number
  /** Gets line after line; the program waits if it is slow. What it throws stops the program. */
  readonly onLine: (line: string, stream: OutputStream) => void | Promise<void>
  /** Called for each line of more than `longestLine` characters, which is skipped. */
  readonly onLongLine: (stream: OutputStream) => void
}

export interface ProgramEnd {
  /** Null if a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Characters that a line may have. */
export const longestLine: number = 2 ** 20

/**
 * Seconds for which a process that a program left behind, with its output, is heard: while it says nothing, and in all.
 * Time in which a line is being taken does not count, so whatever the program itself wrote is read, however slowly.
 */
const lingering = { silent: 1, longest: 10 }

/**
 * Runs a program to its end, in this process's group.
 *
 * @throws What stopped it, once it has ended: the signal's reason, or what `onLine` threw
 * @throws {Error} If it cannot be started
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
    killing = afterRunning(grace, () => child.kill('SIGKILL'))
  }
  const onAbort = (): void => stop(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    const ending = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    // Without a process there may be no streams, as when there are too many open files.
    const output =
      child.pid === undefined ? undefined : readOutput(child, { onLine, onLongLine, onError: stop })
    const [code, endSignal] = await ending
    killing?.stop()
    await output?.finish()
    if (stopped) throw stopped.reason
    return { code, signal: endSignal }
  } catch (error) {
    if (stopped?.reason === error || child.pid !== undefined) throw error
    throw new Error(
      `Cannot run ${words[0]}: ${(error as Error).message}. Does ${folder} exist, is it on the path?`,
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

function readOutput(
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  {
    onLine,
    onLongLine,
    onError,
  }: Pick<RunProgramOptions, 'onLine' | 'onLongLine'> & { onError: (error: unknown) => void },
): Output {
  let taking = 0
  let silence: RunningTimer | undefined
  let failed = false

  /** Never rejects; after an error it goes on reading, so that the program does not block. */
  async function take(line: string, name: OutputStream): Promise<void> {
    if (failed) return
    taking++
    try {
      await onLine(line, name)
    } catch (error) {
      failed = true
      onError(error)
    }
    taking--
    silence?.restart()
  }

  async function read(stream: Readable, name: OutputStream): Promise<void> {
    const splitter = createLineSplitter({ longest: longestLine, onTooLong: () => onLongLine(name) })
    try {
      for await (const piece of stream.setEncoding('utf8')) {
        silence?.restart()
        for (const line of splitter.push(piece as string)) await take(line, name)
      }
    } catch {
      // Closed before its end: there is no more to read.
    }
    for (const line of splitter.end()) await take(line, name)
  }

  const reading = Promise.all([read(stdout, 'stdout'), read(stderr, 'stderr')])
  return {
    async finish() {
      const close = (): void => [stdout, stderr].forEach((stream) => stream.destroy())
      const counts = (): boolean => taking === 0
      silence = afterRunning(lingering.silent, close, { counts })
      const longest = afterRunning(lingering.longest, close, { counts })
      await reading
      silence.stop()
      longest.stop()
    },
  }
}
