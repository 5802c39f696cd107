import { closeSync, fsyncSync, openSync } from 'node:fs'

/** What systems answer that cannot sync a folder, or may not open it; the file in it is synced all the same. */
const UNSUPPORTED = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EPERM']

/** Makes new names in a folder survive a power cut, where the system can. */
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
