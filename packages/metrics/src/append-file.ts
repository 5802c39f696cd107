import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/** A file that grows by whole pieces. */
export interface AppendFile {
  /** Appends all of `data`, or throws and leaves the file as it was. */
  append(data: string | Uint8Array): void
  /** Returns when all that was appended would survive a power cut. */
  sync(): void
  /** Syncs and closes. A second call does nothing. */
  close(): void
}

/**
 * Opens a file for appending and makes its folder and itself if they are missing.
 *
 * @param flags `a`, or `ax` to fail if the file exists
 */
export function openAppendFile(path: string, { flags = 'a' }: { flags?: 'a' | 'ax' } = {}): AppendFile {
  mkdirSync(dirname(path), { recursive: true })
  let fd: number | undefined = openSync(path, flags)
  syncFolder(dirname(path))
  let size = fstatSync(fd).size

  function opened(): number {
    if (fd === undefined) throw new Error(`${path} is closed: write before close().`)
    return fd
  }

  return {
    append(data) {
      const target = opened()
      try {
        writeFileSync(target, data)
      } catch (cause) {
        // A full disk may have taken a part; the next piece must not follow a torn one.
        ftruncateSync(target, size)
        throw new Error(`Cannot append to ${path}: ${(cause as Error).message}`, { cause })
      }
      size += Buffer.byteLength(data)
    },
    sync() {
      fsyncSync(opened())
    },
    close() {
      if (fd === undefined) return
      const target = fd
      fd = undefined
      try {
        fsyncSync(target)
      } finally {
        closeSync(target)
      }
    },
  }
}
