import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes the names in a folder safe against a crash, where the system can. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
