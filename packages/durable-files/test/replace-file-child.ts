import { replaceFile } from '../src/replace-file.ts'

/** Replaces the file of the first argument by as many zero bytes as the second argument says; prints the message of an error. */
try {
  replaceFile(process.argv[2], new Uint8Array(Number(process.argv[3])))
} catch (error) {
  process.stdout.write((error as Error).message)
}
