import type { Executor } from '../executors/executor.ts'
import { checkCommand, type CommandObjectiveOptions } from './command-objective.ts'
import { moduleBeside } from './module-beside.ts'
import { processExecutor } from './process-executor.ts'
import type { ProcessExecutorOptions } from './process-executor.ts'

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
    module: moduleBeside('command-trial'),
    data: { metric, program, command, nested, floats, folder, sweepId, grace },
  })
}
