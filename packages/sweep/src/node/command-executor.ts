import { extname } from 'node:path'
import type { Executor } from '../executors/executor.ts'
import { checkCommand, type CommandObjectiveOptions } from './command-objective.ts'
import { processExecutor } from './process-executor.ts'
import type { ProcessExecutorOptions } from './process-executor.ts'

/** The objective of a trial's process: a module in the same folder, in the sources (.ts) and in the bundle (.js). */
const commandTrial = new URL(`./command-trial${extname(import.meta.url)}`, import.meta.url)

/** Seconds that a trial's process may take longer than its command to stop. */
const extraGrace = 5

/** The command and options of {@link commandExecutor}: those of `commandObjective()` and the limits of `processExecutor()`. */
export interface CommandExecutorOptions
  extends
    Pick<
      CommandObjectiveOptions,
      'metric' | 'program' | 'command' | 'nested' | 'floats' | 'folder' | 'sweepId' | 'grace'
    >,
    Omit<ProcessExecutorOptions, 'module' | 'data' | 'grace'> {}

/**
 * Creates an executor that runs each attempt of a trial as a command, as W&B's agent does: `commandObjective()` with the
 * limits and the safety of `processExecutor()`.
 *
 * @throws {Error} Under Deno and on Windows, which are not supported
 * @throws {RangeError} If there is no command, a macro cannot be replaced, or a number is out of range
 *
 * @example
 * const executor = commandExecutor({ program: 'train.py', metric: 'val_loss', timeout: 3600 })
 */
export function commandExecutor(options: CommandExecutorOptions): Executor {
  const { metric, program, command, nested, floats, folder, sweepId, grace = 10, ...limits } = options
  checkCommand({ program, command, environment: { ...process.env, ...limits.env } })
  return processExecutor({
    ...limits,
    grace: grace + extraGrace,
    module: commandTrial,
    data: { metric, program, command, nested, floats, folder, sweepId, grace },
  })
}
