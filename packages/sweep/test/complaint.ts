import { parseSweepFile } from '../src/file/parse-sweep-file.ts'
import { SweepFileError } from '../src/file/sweep-file-error.ts'

const optionOf = (name: string): string => name.replaceAll('_', '-').toLowerCase()

/** What is said of a file but for its name. */
export function complaint(text: string): string {
  try {
    parseSweepFile(text, { fileName: 'my.yaml', environment: { HOME: '/' }, canonicalName: optionOf })
  } catch (error) {
    if (error instanceof SweepFileError) return error.message.replace('my.yaml:', '')
    throw error
  }
  return 'nothing'
}
