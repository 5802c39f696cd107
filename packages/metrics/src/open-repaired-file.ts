import { readFileSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import { openAppendFile, type AppendFile } from './append-file.ts'

/**
 * Opens a text file for appending, once `repair` has had its say on what an earlier run left in it.
 *
 * @param repair Gets the text, empty if there is no file, and returns what to keep; any change is made atomically
 */
export function openRepairedFile(path: string, repair: (text: string) => string): AppendFile {
  const text = readIfThere(path)
  const repaired = repair(text)
  if (repaired !== text) writeFileAtomic.sync(path, repaired)
  return openAppendFile(path)
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
