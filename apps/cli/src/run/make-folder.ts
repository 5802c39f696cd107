import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Creates an empty folder.
 *
 * @param parent The folder in which numbered folders are created
 * @param path Default: `parent/n`, where n is one more than the highest number in `parent`, so that higher numbers are newer
 * @param content The content of the folder, for the message: `'its run'`
 * @returns The path of the folder
 * @throws {Error} If `path` already exists
 */
export async function makeFolder(parent: string, path: string | undefined, content: string): Promise<string> {
  await make(dirname(path ?? join(parent, '1')), { recursive: true })
  if (path !== undefined) {
    if (await makeNew(path)) return path
    throw new Error(
      `Folder ${path} already exists. Give another --out, or continue ${content} with --resume ${path}.`,
    )
  }
  const numbers = (await readdir(parent)).filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number)
  for (let number = numbers.reduce((a, b) => Math.max(a, b), 0) + 1; ; number++) {
    const candidate = join(parent, String(number))
    if (await makeNew(candidate)) return candidate
  }
}

/** @returns False if the path already exists */
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
    throw new Error(`Cannot create folder ${path}: ${(error as Error).message}`, { cause: error })
  }
}
