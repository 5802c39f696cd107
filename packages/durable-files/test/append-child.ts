import { openAppendFile } from '../src/open-append-file.ts'

/**
 * Appends lines of 300 bytes to the file named on the command line until an append fails, prints the error message, and tries
 * once more.
 */
const file = openAppendFile(process.argv[2])
for (let failures = 0; failures < 2;) {
  try {
    file.append(`${'x'.repeat(299)}\n`)
  } catch (error) {
    failures++
    process.stdout.write(`${(error as Error).message}\n`)
  }
}
