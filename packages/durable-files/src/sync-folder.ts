import { closeSync, fsyncSync, openSync } from 'node:fs'

/** The errors of systems that cannot open or sync a folder. The file itself is synced nevertheless. */
const UNSUPPORTED = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EPERM']

/** Syncs a folder, so that new names in it survive a power cut, if the system supports that. */
export function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    if (!UNSUPPORTED.includes((error as NodeJS.ErrnoException).code as string)) throw error
  }
}
