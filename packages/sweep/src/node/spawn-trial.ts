import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Attempt } from '../executors/executor.ts'

/** The program of a trial's process: a module in the same folder, in the sources (.ts) and in the bundle (.js). */
const trialProcess = new URL(`./trial-process${extname(import.meta.url)}`, import.meta.url)

export interface SpawnSettings {
  /** In bytes. */
  readonly memoryLimit?: number
  readonly env: Readonly<Record<string, string>>
  readonly execArgv: readonly string[]
}

/**
 * Starts a process that waits for an attempt, in a process group of its own, with a channel for messages and a pipe for
 * the heartbeats of its watch. The process's output goes to the log in the attempt's folder.
 */
export function spawnTrial({ memoryLimit, env, execArgv }: SpawnSettings, attempt: Attempt): ChildProcess {
  // V8 lets garbage grow up to the heap's limit, which must therefore be below the limit of the whole process.
  const heap =
    memoryLimit === undefined ? [] : [`--max-old-space-size=${Math.ceil((0.75 * memoryLimit) / 2 ** 20)}`]
  const output = attempt.folder === undefined ? 'ignore' : openLog(attempt.folder)
  try {
    return spawn(
      process.execPath,
      [...heap, ...execArgv, fileURLToPath(trialProcess), String(memoryLimit ?? Infinity)],
      {
        detached: true,
        env: { ...process.env, ...env },
        // JSON would turn a report of NaN or Infinity into null.
        serialization: 'advanced',
        stdio: ['ignore', output, output, 'ipc', 'pipe'],
      },
    )
  } finally {
    if (output !== 'ignore') closeSync(output)
  }
}

/** Returns the path of the file that receives the output of the attempts in a folder. */
export function logIn(folder: string): string {
  return join(folder, 'output.log')
}

function openLog(folder: string): number {
  mkdirSync(folder, { recursive: true })
  return openSync(logIn(folder), 'a')
}
