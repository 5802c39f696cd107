import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Executor } from '../executors/executor.ts'
import { trackAttempts } from '../executors/track-attempts.ts'
import { startProcess } from './start-process.ts'

export interface ProcessExecutorOptions {
  /**
   * The ES module whose default export is the objective: a file URL, or a path from the working directory. Node loads
   * it, so that TypeScript works where Node strips types (>= 22.18).
   */
  readonly module: string | URL
  /** Handed to the objective as its second argument: plain JSON. Default none. */
  readonly data?: unknown
  /**
   * Most memory that a trial may use, in bytes: all that its process holds, of which JavaScript's heap gets three
   * quarters, and on Linux all that the programs which it starts hold. What they share counts once, and what has left the
   * process group does not count. Default no limit but Node's own.
   */
  readonly memoryLimit?: number
  /** Longest time that an attempt may run, in seconds, above 0. Time for which this process stands still does not count. Default no limit. */
  readonly timeout?: number
  /** Without a heartbeat for so many seconds, at least 1, an attempt counts as lost and is killed. Default 30. */
  readonly heartbeatTimeout?: number
  /** Seconds from when a trial is told to stop until it is killed, from 0. Default 5. */
  readonly graceSeconds?: number
  /** Environment variables, besides those of this process. Default none. */
  readonly env?: Readonly<Record<string, string>>
  /** Options of Node, such as `--expose-gc`. Default none: those of this process are not passed on. */
  readonly execArgv?: readonly string[]
}

/**
 * Runs each attempt of a trial in a process of its own, which starts anew: it leaks into no other trial, and whatever it
 * does ends neither the study nor a trial beside it.
 *
 * - A trial that is cancelled or runs too long has its `signal` aborted and its reports throw, and is killed if it has
 *   not ended `graceSeconds` later, even in an endless loop. Programs that it has started are killed with it, unless
 *   they have left its process group.
 * - A thread of the trial's process sends a heartbeat, however busy the objective is. A process that is stopped or
 *   frozen sends none: it is lost, and killed before its outcome is known, so that it can report nothing afterwards.
 * - The same thread kills the process, and all that it started, if the coordinator dies: in less than a second, even by
 *   SIGKILL. One that cannot, being stopped itself, is killed by the next `start()` in its folder (on Linux).
 * - In the trial's folder, if it has one, `output.log` takes what the attempts print, and `process.json` names the
 *   process that runs. Without a folder the output is dropped.
 *
 * Windows is not supported: it has no process groups, so that what a trial has started would live on.
 *
 * @throws {Error} Under Deno
 * @throws {RangeError} If a number is out of its range
 * @throws {TypeError} If `data` is not plain JSON
 *
 * @example
 * // objective.js: export default async (trial, data) => train(data.folder, trial.configuration)
 * const executor = processExecutor({
 *   module: new URL('./objective.js', import.meta.url),
 *   data: { folder: 'mnist' },
 *   memoryLimit: 2e9,
 *   timeout: 600,
 * })
 */
export function processExecutor(options: ProcessExecutorOptions): Executor {
  const { timeout, memoryLimit, heartbeatTimeout = 30, graceSeconds = 5, env = {}, execArgv = [] } = options
  requireRuntime()
  checkRange('timeout', timeout, Number.MIN_VALUE)
  checkRange('memoryLimit', memoryLimit, 1)
  checkRange('heartbeatTimeout', heartbeatTimeout, 1)
  checkRange('graceSeconds', graceSeconds, 0)
  const settings = {
    module: toUrl(options.module),
    data: copyOfJson(options.data),
    timeout,
    memoryLimit,
    heartbeatTimeout,
    graceSeconds,
    env,
    execArgv,
  }
  return trackAttempts((attempt, listener) => startProcess(settings, attempt, listener))
}

function requireRuntime(): void {
  if (!('Deno' in globalThis)) return
  throw new Error(
    'A process for each trial needs Node or Bun: under Deno, the thread that watches over a trial cannot reach its ' +
      'coordinator. Run this with Node, or use `inProcessExecutor()`.',
  )
}

function checkRange(option: string, value: number | undefined, low: number): void {
  if (value === undefined || (value >= low && value < Infinity)) return
  const range = low === Number.MIN_VALUE ? 'a finite number above 0' : `a finite number of at least ${low}`
  throw new RangeError(`\`${option}\` must be ${range}, got ${value}.`)
}

function toUrl(module: string | URL): string {
  if (typeof module === 'string' && !module.startsWith('file:')) return pathToFileURL(resolve(module)).href
  return String(module)
}

function copyOfJson(data: unknown): unknown {
  if (data === undefined) return undefined
  try {
    return JSON.parse(JSON.stringify(data))
  } catch (cause) {
    throw new TypeError(`\`data\` must be plain JSON: ${(cause as Error).message}`, { cause })
  }
}
