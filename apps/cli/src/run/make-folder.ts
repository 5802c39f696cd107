import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Makes a new, empty folder.
 *
 * @param parent Where numbered folders are
 * @param path Default: parent/n, with the number after the highest there is, so that higher numbers are newer
 * @param what Would be continued, for the message
 * @returns Its path
 * @throws {Error} If `path` exists already
 */
export async function makeFolder(parent: string, path: string | undefined, what: string): Promise<string> {
  await make(dirname(path ?? join(parent, '1')), { recursive: true })
  if (path !== undefined) {
    if (await makeNew(path)) return path
    throw new Error(
      `Folder ${path} exists already. Give another --out, or continue ${what} with --resume ${path}.`,
    )
  }
  const numbers = (await readdir(parent)).filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number)
  for (let number = numbers.reduce((a, b) => Math.max(a, b), 0) + 1; ; number++) {
    const candidate = join(parent, String(number))
    if (await makeNew(candidate)) return candidate
  }
}

/** False if there is something of that name. */
async function makeNew(path: string): Promise<boolean> {
  try {
    await make(path)
    return true
  } catch (error) {
    if (((error as Error).cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function make(path: string, options?: { recursive: true }): Promise<void> {
  try {
    await mkdir(path, options)
  } catch (error) {
    throw new Error(`Cannot make folder ${path}: ${(error as Error).message}`, { cause: error })
  }
}
