import type { Executor } from '@tunekit/sweep'
import { commandExecutor } from '@tunekit/sweep/node'
import { say } from '../process/print.ts'
import type { Sweep } from './read-sweep.ts'
import { trainExecutor } from './train-executor.ts'
import { tuningDefaults } from './train-parameters.ts'

export interface SweepExecutorOptions {
  /** The number of trials at a time. */
  readonly workers: number
  readonly workingFolder: string
  /** Whether the study was started by a version in which every rule had the post's learning rate and L2 by default. */
  readonly hasPresetOfPost: boolean
}

/** Creates the executor of a sweep's trials: runs of its program, or of `tunekit train`. */
export function sweepExecutor(
  sweep: Sweep,
  { workers, workingFolder, hasPresetOfPost }: SweepExecutorOptions,
): Executor {
  const { metric, timeout, memoryLimit } = sweep
  if (sweep.isTrain) {
    if (metric.name.startsWith('test.')) {
      say('This sweep chooses by the test set, so its best value is biased. Use validation.accuracy instead.')
    }
    const defaults = [...(hasPresetOfPost ? ['--preset=post'] : []), ...tuningDefaults(sweep.space, metric)]
    return trainExecutor({ workers, metric: metric.name, workingFolder, defaults, timeout, memoryLimit })
  }
  const { program, command, nested, floats } = sweep
  return commandExecutor({
    ...{ metric: metric.name, program, command, nested, floats, timeout, memoryLimit },
    folder: workingFolder,
  })
}
