import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { env } from 'node:process'
import { pipeline } from 'node:stream/promises'
import { cachedDownload } from './cached-download.ts'
import { fileRoles, parseIdxFile, verifyChecksum } from './idx-file.ts'
import { zipMembers } from './zip-members.ts'
import type { DatasetInfo, FileInfo } from '../datasets/dataset-info.ts'
import type { SourceFile } from './idx-file.ts'
import type { TransferOptions } from './transfer.ts'

/** The options of a download: mirrors, the cache folder, and how to transfer. */
export interface DownloadOptions extends TransferOptions {
  /** The addresses of folders with the files. Default: the mirrors of the dataset. */
  mirrors?: readonly string[]
  /** The cache, with a folder for each dataset. Default `$XDG_CACHE_HOME/tunekit`, or `~/.cache/tunekit`. */
  cacheDir?: string
}

/** Reads a dataset's four files from the cache, and downloads missing or damaged files first. */
export async function downloadDataset(
  info: DatasetInfo,
  { mirrors = info.mirrors, cacheDir = defaultCacheDir(), ...options }: DownloadOptions,
): Promise<{ folder: string; files: SourceFile[] }> {
  const { name, archive } = info
  const folder = resolve(cacheDir, archive?.folder ?? name)
  const place = (file: FileInfo): { path: string; urls: string[] } => ({
    path: join(folder, file.name),
    urls: mirrors.map((mirror) => `${mirror.replace(/\/$/, '')}/${file.name}`),
  })
  if (archive) {
    const { path, urls } = place(archive)
    const check = (from: string): Promise<SourceFile[]> => readArchive(from, path, info, archive)
    return { folder, files: await cachedDownload({ ...options, path, urls, check }) }
  }
  const files: SourceFile[] = []
  for (const role of fileRoles) {
    const known = info.files[role]
    const { path, urls } = place(known)
    const check = async (from: string): Promise<SourceFile> => {
      const file = await parseIdxFile(await readFile(from))
      return { ...file, role, name: known.name, path, checkedBy: verifyChecksum(file.checksums, known) }
    }
    files.push(await cachedDownload({ ...options, path, urls, check }))
  }
  return { folder, files }
}

async function readArchive(
  from: string,
  path: string,
  info: DatasetInfo,
  archive: FileInfo,
): Promise<SourceFile[]> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(from), digest)
  const checkedBy = verifyChecksum({ 'archive sha256': digest.digest('hex') }, archive)
  const names = fileRoles.map((role) => info.files[role].name)
  const members = await zipMembers(from, names)
  return Promise.all(
    fileRoles.map(async (role, index) => {
      const file = await parseIdxFile(members[index]!)
      return { ...file, role, name: basename(names[index]!), path, checkedBy }
    }),
  )
}

function defaultCacheDir(): string {
  const { XDG_CACHE_HOME: xdg = '' } = env
  // The XDG specification says to ignore a relative path.
  return join(isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'tunekit')
}
