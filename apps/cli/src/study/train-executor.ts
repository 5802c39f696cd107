import { availableParallelism } from 'node:os'
import type { Executor } from '@tunekit/sweep'
import { processExecutor } from '@tunekit/sweep/node'
import type { ProcessExecutorOptions } from '@tunekit/sweep/node'
import type { TrainTrialData } from './train-trial.ts'

/**
 * Creates an executor that runs each trial of `tunekit train` in a process of its own. The processes share the cores of the machine.
 *
 * @param workers The number of trials at a time
 */
export function trainExecutor({
  workers,
  metric,
  workingFolder = process.cwd(),
  defaults = [],
  ...limits
}: { readonly workers: number } & Pick<TrainTrialData, 'metric'> &
  Partial<Pick<TrainTrialData, 'workingFolder' | 'defaults'>> &
  Pick<ProcessExecutorOptions, 'timeout' | 'memoryLimit'>): Executor {
  const threads = Math.max(1, Math.floor(availableParallelism() / workers))
  const data: TrainTrialData = { metric, threads, workingFolder, defaults }
  const module = new URL('./trial.js', import.meta.url)
  return processExecutor({ module, data, ...limits })
}
