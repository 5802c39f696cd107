import { buffer } from 'node:stream/consumers'
import { openPromise } from 'yauzl'

/**
 * Reads some members of a zip file, and only the names of the others.
 *
 * @returns The members' bytes, in the order of `names`
 * @throws {Error} If the file is not a zip file or lacks a member
 */
export async function zipMembers(path: string, names: readonly string[]): Promise<Uint8Array[]> {
  const zip = await openPromise(path)
  const found = new Map<string, Uint8Array>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (!names.includes(entry.fileName)) continue
      found.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
    }
  } finally {
    zip.close()
  }
  return names.map((name) => {
    const bytes = found.get(name)
    if (!bytes) throw new Error(`Zip file lacks a member: expected ${name}, got ${zip.entryCount} others.`)
    return bytes
  })
}
