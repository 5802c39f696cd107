import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

export interface RunProgramOptions {
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  /** Stops the program: SIGTERM, and SIGKILL after the grace. */
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly grace: number
  /** Gets line after line; the program waits if it is slow. What it throws stops the program. */
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void | Promise<void>
}

export interface ProgramEnd {
  /** Null if a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/**
 * Runs a program to its end, in this process's group.
 *
 * @throws What stopped it, once it has ended: the signal's reason, or what `onLine` threw
 * @throws {Error} If it cannot be started
 */
export async function runProgram(words: readonly string[], options: RunProgramOptions): Promise<ProgramEnd> {
  const { folder, environment, signal, grace, onLine } = options
  signal.throwIfAborted()
  const child = spawn(words[0], words.slice(1), {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stopped: { readonly reason: unknown } | undefined
  let killTimer: NodeJS.Timeout | undefined
  const stop = (reason: unknown): void => {
    if (stopped) return
    stopped = { reason }
    child.kill('SIGTERM')
    killTimer = setTimeout(() => child.kill('SIGKILL'), grace)
  }
  const onAbort = (): void => stop(signal.reason)
  signal.addEventListener('abort', onAbort)
  const reading = Promise.all([
    readLines(child.stdout, (line) => onLine(line, 'stdout'), stop),
    readLines(child.stderr, (line) => onLine(line, 'stderr'), stop),
  ])
  try {
    const [code, endSignal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    clearTimeout(killTimer)
    // A process that the program left behind may hold its output open.
    const lingering = setTimeout(
      () => [child.stdout, child.stderr].forEach((stream) => stream.destroy()),
      1000,
    )
    await reading
    clearTimeout(lingering)
    if (stopped) throw stopped.reason
    return { code, signal: endSignal }
  } catch (error) {
    if (stopped?.reason === error || child.pid !== undefined) throw error
    throw new Error(
      `Cannot run ${words[0]}: ${(error as Error).message}. Does ${folder} exist, is it on the path?`,
      {
        cause: error,
      },
    )
  } finally {
    clearTimeout(killTimer)
    signal.removeEventListener('abort', onAbort)
  }
}

/** Never rejects; after an error it goes on reading, so that the program does not block. */
async function readLines(
  stream: Readable,
  onLine: (line: string) => void | Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  let failed = false
  const take = async (line: string): Promise<void> => {
    if (failed) return
    try {
      await onLine(line)
    } catch (error) {
      failed = true
      onError(error)
    }
  }
  let rest = ''
  try {
    for await (const chunk of stream.setEncoding('utf8')) {
      const lines = `${rest}${chunk as string}`.split(/\r?\n/)
      rest = lines.pop()!
      for (const line of lines) await take(line)
    }
  } catch {
    // Closed before its end: there is no more to read.
  }
  if (rest !== '') await take(rest)
}
