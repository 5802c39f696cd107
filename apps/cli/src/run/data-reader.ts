import type { LoadedDataset } from '@tunekit/mnist/node'
import { loadData } from './load-data.ts'
import { requireSameData } from './run-config.ts'
import type { RunConfig } from './parse-run-config.ts'

/** Gives the dataset of a run; undefined if it cannot be loaded, or is not what the run was trained on. */
export interface DataReader {
  (run: RunConfig): Promise<LoadedDataset | undefined>
  /** Why datasets were not given, a sentence for each. */
  readonly problems: ReadonlySet<string>
}

/** Loads each dataset once. */
export function createDataReader(): DataReader {
  const loaded = new Map<string, Promise<LoadedDataset>>()
  const problems = new Set<string>()
  const read = async (run: RunConfig): Promise<LoadedDataset | undefined> => {
    const { data } = run.options
    if (!loaded.has(data)) loaded.set(data, loadData(data))
    try {
      const dataset = await loaded.get(data)!
      requireSameData(run, dataset)
      return dataset
    } catch (error) {
      problems.add((error as Error).message)
      return undefined
    }
  }
  return Object.assign(read, { problems })
}
