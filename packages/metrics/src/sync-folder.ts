import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes new names in a folder durable, as far as the system can: some cannot sync folders. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch {
    // The file itself is synced; only its name might be lost with the power.
  }
}
