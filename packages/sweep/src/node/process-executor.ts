import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Executor, TrialResult } from '../executors/executor.ts'
import { trackAttempts } from '../executors/track-attempts.ts'
import type { Trial } from '../executors/trial.ts'
import type { Configuration } from '../parameters/space.ts'
import { startProcess } from './start-process.ts'

/** The default export of a module that `processExecutor` runs. An `Objective` is a `ProcessObjective` too. */
export type ProcessObjective<C extends Configuration = Configuration, Data = unknown> = (
  trial: Trial<C>,
  /** The executor's `data`. */
  data: Data,
) => number | TrialResult | Promise<number | TrialResult>

/** The objective and options of {@link processExecutor}. */
export interface ProcessExecutorOptions {
  /**
   * The ES module whose default export is the objective, a `ProcessObjective`: a file URL, or a path relative to the
   * working directory. Node loads it, so TypeScript works if Node strips types (>= 22.18).
   */
  readonly module: string | URL
  /** The objective's second argument, plain JSON. Default none. */
  readonly data?: unknown
  /**
   * The most memory that a trial may use, in bytes: by its process, with three quarters for JavaScript's heap, and on Linux
   * also by the programs that the process starts. Shared memory counts once; programs that left the process group do not
   * count. Default: only Node's own limit.
   */
  readonly memoryLimit?: number
  /** The longest time that an attempt may run, in seconds, above 0. Time in which this process is suspended does not count. Default no limit. */
  readonly timeout?: number
  /** Seconds without a heartbeat after which an attempt is lost and killed, at least 1. Default 30. */
  readonly heartbeatTimeout?: number
  /** Seconds from telling a trial to stop until it is killed, non-negative. Default 5. */
  readonly grace?: number
  /** Environment variables in addition to those of this process. Default none. */
  readonly env?: Readonly<Record<string, string>>
  /** Options for Node, such as `--expose-gc`. The options of this process are not passed on. Default none. */
  readonly execArgv?: readonly string[]
}

/**
 * Creates an executor that runs each attempt of a trial in a new process. A trial leaks nothing into another trial and
 * cannot end the study or another trial, whatever it does.
 *
 * - A trial that is canceled or runs too long has its `signal` aborted, and its reports throw. It is killed if it has not
 *   ended after `grace` seconds, even in an endless loop. The programs that it started are killed with it, unless they left
 *   its process group.
 * - A thread of the trial's process sends heartbeats, however busy the objective is. A process that is suspended or frozen
 *   sends none: it is lost, and it is killed before its outcome is known, so that it can report nothing afterwards.
 * - The same thread kills the process, and all that it started, within a second after the coordinator died, even by
 *   SIGKILL. A process that is itself suspended is killed by the next `start()` in its folder (on Linux).
 * - In the trial's folder, if it has one, `output.log` receives the output of the attempts, and `process.json` identifies
 *   the running process. Without a folder, the output is dropped.
 *
 * @throws {Error} Under Deno and on Windows, which are not supported
 * @throws {RangeError} If a number is out of range
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
  const { timeout, memoryLimit, heartbeatTimeout = 30, grace = 5, env = {}, execArgv = [] } = options
  requireRuntime()
  checkNumber('timeout', timeout, 'a positive number', (value) => value > 0)
  checkNumber('memoryLimit', memoryLimit, 'a positive number', (value) => value > 0)
  checkNumber('heartbeatTimeout', heartbeatTimeout, 'a number of at least 1', (value) => value >= 1)
  checkNumber('grace', grace, 'a non-negative number', (value) => value >= 0)
  const settings = {
    module: toUrl(options.module),
    data: copyJson(options.data),
    timeout,
    memoryLimit,
    heartbeatTimeout,
    grace,
    env,
    execArgv,
  }
  return trackAttempts((attempt, listener) => startProcess(settings, attempt, listener))
}

function requireRuntime(): void {
  if ('Deno' in globalThis) {
    throw new Error(
      'A process for each trial needs Node or Bun: under Deno, the thread that watches over a trial cannot reach its ' +
        'coordinator. Use Node, or `inProcessExecutor()`.',
    )
  }
  if (process.platform === 'win32') {
    throw new Error(
      'A process for each trial needs process groups, which Windows lacks. Use Linux, macOS or WSL, or `inProcessExecutor()`.',
    )
  }
}

function checkNumber(
  option: string,
  value: number | undefined,
  range: string,
  isInRange: (value: number) => boolean,
): void {
  if (value === undefined || (isInRange(value) && value < Infinity)) return
  throw new RangeError(`\`${option}\` must be ${range}, got ${value}.`)
}

function toUrl(module: string | URL): string {
  if (typeof module === 'string' && !module.startsWith('file:')) return pathToFileURL(resolve(module)).href
  return String(module)
}

function copyJson(data: unknown): unknown {
  if (data === undefined) return undefined
  try {
    return JSON.parse(JSON.stringify(data))
  } catch (cause) {
    throw new TypeError(`\`data\` must be plain JSON: ${(cause as Error).message}`, { cause })
  }
}
