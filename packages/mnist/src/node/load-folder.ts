import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { datasets } from '../datasets/datasets.ts'
import { IdxFormatError } from '../idx/idx-format-error.ts'
import { findFiles } from './find-files.ts'
import { fileRoles, matchingChecksum, parseIdxFile } from './idx-file.ts'
import type { FileRole } from '../datasets/dataset-info.ts'
import type { DatasetSource } from './assemble-dataset.ts'
import type { SourceFile } from './idx-file.ts'

/**
 * Reads the files that {@link findFiles} finds. It identifies the dataset by the prefix of their names, or else by their
 * checksums, but never by the folder's name.
 */
export async function loadFolder(
  source: string,
  options?: { testOptional?: boolean },
): Promise<DatasetSource> {
  const { folder, prefix, paths } = await findFiles(source, options)
  const files = await Promise.all(
    fileRoles.flatMap((role) => (paths[role] === undefined ? [] : [readSourceFile(role, paths[role])])),
  )
  const all = Object.values(datasets)
  const info =
    all.find(({ name }) => name === prefix) ??
    all.find((candidate) =>
      files.every(({ role, checksums }) => matchingChecksum(checksums, candidate.files[role])),
    )
  return { name: info?.name ?? (prefix || basename(folder)), folder, info, files }
}

async function readSourceFile(role: FileRole, path: string): Promise<SourceFile> {
  try {
    const file = await parseIdxFile(await readFile(path))
    const checkedBy = Object.values(datasets)
      .map((info) => matchingChecksum(file.checksums, info.files[role]))
      .find((kind) => kind !== undefined)
    return { ...file, role, name: basename(path), path, checkedBy }
  } catch (error) {
    if (error instanceof IdxFormatError)
      throw new IdxFormatError(`${path}: ${error.message}`, { cause: error })
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error })
  }
}
