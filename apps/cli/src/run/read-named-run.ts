import { existsSync } from 'node:fs'
import type { RunData } from '@tunekit/report'
import { readRun } from '@tunekit/report/node'
import { readRunConfig } from './run-config.ts'
import { runFolder } from './run-folder.ts'
import type { DataReader } from './data-reader.ts'

/** Reads run folders one after the other: of thousands at a time, a process cannot have the files open. */
export async function readNamedRuns(paths: readonly string[], readData: DataReader): Promise<RunData[]> {
  const runs: RunData[] = []
  for (const path of paths) runs.push(await readNamedRun(path, readData))
  return runs
}

/** Reads a run folder; its path is the run's name. The data need not be there. */
async function readNamedRun(path: string, readData: DataReader): Promise<RunData> {
  const run = await readRun(path)
  const config = await readRunConfig(runFolder(path))
  const { options } = config
  const data = await readData(config)
  const { limitTrain = Infinity, limitTest = Infinity, validation, test } = options
  // Without the data, a limit that the number of steps agrees with tells as much.
  const train = data ? Math.min(limitTrain, data.train.size) - validation : limitTrain - validation
  const steps = run.epochs.find(({ epoch }) => epoch === 1)?.step
  const isKnown = data !== undefined || Math.ceil(train / options.batchSize) === steps
  const tested = data ? Math.min(limitTest, data.test.size) : run.predictions?.length
  return {
    ...run,
    name: path,
    options: { ...options },
    images: {
      ...(isKnown && { train }),
      ...(validation > 0 && { validation }),
      ...(test && tested && { test: tested }),
    },
  }
}

/** Whether a folder holds a run. */
export function isRun(path: string): boolean {
  return existsSync(runFolder(path).config)
}
