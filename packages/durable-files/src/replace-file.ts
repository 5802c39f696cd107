import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { syncFolder } from './sync-folder.ts'
import { writeAll } from './write-all.ts'

/**
 * Replaces a file atomically: it writes a temporary file in the same folder, syncs it, and renames it. When the function
 * returns, the new content survives a power cut. When it throws, the old file is unchanged.
 *
 * An existing file keeps its mode and, if the system allows it, its owner. A new file has the default mode of the process (its
 * umask). A symbolic link stays a link, and its target is replaced. If the path is a device or a pipe, the data is written to
 * it.
 *
 * @param path The path of the file; its folder must exist
 * @param data The new content; text is encoded as UTF-8
 * @throws {Error} The system's error if the file cannot be written, such as ENOSPC on a full disk
 *
 * @example
 * replaceFile('run/summary.json', JSON.stringify(summary))
 */
export function replaceFile(path: string, data: string | Uint8Array): void {
  const target = followLinks(path)
  const old = statSync(target, { throwIfNoEntry: false })
  if (old !== undefined && !old.isFile()) return writeFileSync(target, data)
  const draft = `${target}.${randomUUID()}.tmp`
  try {
    const fd = openSync(draft, 'wx')
    try {
      if (old !== undefined) keepOwnerAndMode(fd, old)
      writeAll(fd, typeof data === 'string' ? Buffer.from(data) : data)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { force: true })
    // Errors of `write` and `fsync` do not name the file.
    if ((error as NodeJS.ErrnoException).path === undefined) (error as Error).message += ` '${target}'`
    throw error
  }
  syncFolder(dirname(target))
}

/** Follows a chain of symbolic links to its last path, whether or not that file exists. */
function followLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  let link: string
  try {
    link = readlinkSync(path)
  } catch {
    return path
  }
  return followLinks(resolve(realpathSync(dirname(path)), link))
}

function keepOwnerAndMode(fd: number, { mode, uid, gid }: Stats): void {
  try {
    fchownSync(fd, uid, gid)
  } catch {
    // Only a privileged user may change the owner of a file.
  }
  fchmodSync(fd, mode & 0o7777)
}
