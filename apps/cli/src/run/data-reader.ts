import type { LoadedDataset } from '@tunekit/mnist/node'
import { loadData } from './load-data.ts'
import type { RunConfig } from './parse-run-config.ts'
import { requireSameData } from './run-config.ts'

/** Loads the dataset of a run. Undefined if it cannot be loaded, or has changed since the run was started. */
export interface DataReader {
  (run: RunConfig): Promise<LoadedDataset | undefined>
  /** The reasons for which datasets could not be returned, one sentence each. */
  readonly problems: ReadonlySet<string>
}

/** Creates a reader that loads each dataset only once. */
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
