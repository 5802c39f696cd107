import { writeSync } from 'node:fs'

/**
 * Writes all of `bytes`, or throws. One system call may write only a part, such as the part that fits on a full disk.
 *
 * @throws {Error} The system's error
 */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    const count = writeSync(fd, bytes, written)
    if (count === 0)
      throw new Error(`The system wrote ${written} of ${bytes.length} bytes and accepts no more.`)
    written += count
  }
}
