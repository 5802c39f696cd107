import { availableParallelism } from 'node:os'
import type { Executor } from '@tunekit/sweep'
import { processExecutor } from '@tunekit/sweep/node'
import type { ProcessExecutorOptions } from '@tunekit/sweep/node'
import type { TrainTrialData } from './train-trial.ts'

/**
 * Runs trials of `tunekit train` in processes of their own, which share the machine's cores.
 *
 * @param workers Trials at a time
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
