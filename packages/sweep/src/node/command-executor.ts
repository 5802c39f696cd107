import { extname } from 'node:path'
import type { Executor } from '../executors/executor.ts'
import { checkCommand, type CommandObjectiveOptions } from './command-objective.ts'
import { processExecutor } from './process-executor.ts'
import type { ProcessExecutorOptions } from './process-executor.ts'

/** The objective of a trial's process: a module beside this one, in the sources (.ts) as in the bundle (.js). */
const commandTrial = new URL(`./command-trial${extname(import.meta.url)}`, import.meta.url)

export interface CommandExecutorOptions
  extends
    Pick<
      CommandObjectiveOptions,
      'metric' | 'program' | 'command' | 'nested' | 'floats' | 'folder' | 'sweepId' | 'grace'
    >,
    Omit<ProcessExecutorOptions, 'module' | 'data'> {}

/**
 * Runs each attempt of a trial as a command, as W&B's agent does, under the watch of a process of its own: what
 * `commandObjective()` does, with the limits and the safety of `processExecutor()`.
 *
 * @throws {RangeError} If there is no command, a macro of it cannot be replaced, or a number is out of its range
 *
 * @example
 * const executor = commandExecutor({ program: 'train.py', metric: 'val_loss', timeout: 3600 })
 */
export function commandExecutor(options: CommandExecutorOptions): Executor {
  const { metric, program, command, nested, floats, folder, sweepId, grace, ...limits } = options
  checkCommand({ program, command, environment: { ...process.env, ...limits.env } })
  return processExecutor({
    graceSeconds: (grace ?? 10) + 5,
    ...limits,
    module: commandTrial,
    data: { metric, program, command, nested, floats, folder, sweepId, grace },
  })
}
