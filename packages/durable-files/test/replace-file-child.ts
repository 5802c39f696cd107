import { replaceFile } from '../src/replace-file.ts'

/** Replaces the file named first on the command line by so many bytes; prints why if that fails. */
try {
  replaceFile(process.argv[2], new Uint8Array(Number(process.argv[3])))
} catch (error) {
  process.stdout.write((error as Error).message)
}
