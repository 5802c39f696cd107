import { parseSweepFile } from '../src/file/parse-sweep-file.ts'
import { SweepFileError } from '../src/file/sweep-file-error.ts'

const optionOf = (name: string): string => name.replaceAll('_', '-').toLowerCase()

/** The error message for a file, without the file's name; 'nothing' if the file is valid. */
export function complaint(text: string): string {
  try {
    parseSweepFile(text, { fileName: 'my.yaml', environment: { HOME: '/' }, canonicalName: optionOf })
  } catch (error) {
    if (error instanceof SweepFileError) return error.message.replace('my.yaml:', '')
    throw error
  }
  return 'nothing'
}
