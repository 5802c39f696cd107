import { open, rename, rm } from 'node:fs/promises'

/**
 * Writes a file wholly or not at all: under a temporary name, synced, then renamed. Not by write-file-atomic, which takes a
 * write that a full disk cut short for a whole one, and puts it in the place of a sound file.
 *
 * @throws {Error} The system's, if it cannot be written; the old file stays then
 */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  try {
    const file = await open(draft, 'w')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
