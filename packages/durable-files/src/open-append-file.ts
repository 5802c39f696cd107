import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname } from 'node:path'
import { replaceFile } from './replace-file.ts'
import { syncFolder } from './sync-folder.ts'
import { writeAll } from './write-all.ts'

/** A file that grows by complete appends. */
export interface AppendFile {
  /**
   * Appends all of `data`. If that fails, it removes the written part and throws.
   *
   * @throws {Error} If the data cannot be written, or if another program has changed, replaced or deleted the file. `cause`
   *   is the system's error, if there is one
   */
  append(data: string | Uint8Array): void
  /** Syncs the file. When it returns, all appended data survives a power cut. */
  sync(): void
  /** Syncs and closes the file. A second call does nothing. */
  close(): void
}

/** The options of {@link openAppendFile}. */
export interface AppendFileOptions {
  /** Whether to fail with EEXIST if the file exists. Default false. */
  readonly exclusive?: boolean
  /** Whether each append syncs the file, so that its data survives a power cut. Default false. */
  readonly synced?: boolean
  /**
   * Receives the content of the file (empty if there is no file) and returns the content to keep, such as all but a torn last
   * line. Throw an error if the content may belong to another program; the file then stays as it is. Default: keep all.
   */
  readonly repair?: (content: Buffer) => string | Uint8Array
}

/**
 * Opens a file for appending, and creates the file and its folder if they are missing. Only one process may append at a time. The
 * next append detects a change by another process.
 *
 * @throws {Error} The system's error if the file cannot be opened, or the error of `repair`
 *
 * @example
 * const file = openAppendFile('run/log.txt', {
 *   repair: (content) => content.subarray(0, content.lastIndexOf('\n') + 1),
 * })
 * file.append('one line\n')
 * file.close()
 */
export function openAppendFile(path: string, options: AppendFileOptions = {}): AppendFile {
  const { exclusive = false, synced = false, repair } = options
  mkdirSync(dirname(path), { recursive: true })
  let fd: number | undefined = openSync(path, exclusive ? 'ax+' : 'a+')
  const { size: found, nlink } = fstatSync(fd)
  let size = found
  try {
    if (repair) {
      const content = readFileSync(fd)
      const repaired = bytesOf(repair(content))
      size = repaired.length
      if (!content.equals(repaired)) {
        requireUnchanged(fd, { size: content.length, nlink }, path)
        if (content.subarray(0, size).equals(repaired)) ftruncateSync(fd, size)
        else fd = reopen(fd, path, repaired)
      }
    }
    syncFolder(dirname(path))
  } catch (error) {
    closeSync(fd)
    throw error
  }

  function requireOpen(): number {
    if (fd === undefined) throw new Error(`${path} is closed: write before close().`)
    return fd
  }

  return {
    append(data) {
      const target = requireOpen()
      const bytes = bytesOf(data)
      requireUnchanged(target, { size, nlink }, path)
      try {
        writeAll(target, bytes)
        if (synced) fsyncSync(target)
      } catch (cause) {
        undoAppend(target, size, bytes)
        throw new Error(`Cannot append to ${path}: ${(cause as Error).message}`, { cause })
      }
      size += bytes.length
    },
    sync() {
      fsyncSync(requireOpen())
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

/** Replaces the file. It opens the new file before it closes the old one, so that one of them is always open. */
function reopen(fd: number, path: string, content: Uint8Array): number {
  replaceFile(path, content)
  const next = openSync(path, 'a+')
  closeSync(fd)
  return next
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}

function requireUnchanged(fd: number, { size, nlink }: Pick<Stats, 'size' | 'nlink'>, path: string): void {
  const current = fstatSync(fd)
  if (!current.isFile()) return
  const change =
    current.nlink === 0 && nlink > 0 // some file systems do not count links
      ? 'has been deleted or replaced'
      : current.size > size
        ? `has grown by ${current.size - size} bytes`
        : current.size < size
          ? `has lost ${size - current.size} bytes`
          : undefined
  if (change === undefined) return
  throw new Error(
    `${path} ${change} since it was opened here: another program writes to it. Nothing more is appended; ` +
      'stop that program, then open the file again.',
  )
}

/** Removes the part of a failed append that reached the file, after checking that the bytes are that part. */
function undoAppend(fd: number, size: number, bytes: Uint8Array): void {
  try {
    const part = Buffer.alloc(Math.max(0, fstatSync(fd).size - size))
    readSync(fd, part, 0, part.length, size)
    if (part.length > 0 && part.equals(bytes.subarray(0, part.length))) ftruncateSync(fd, size)
  } catch {
    // The error of the failed append is more useful. The next append detects that the file has changed.
  }
}
