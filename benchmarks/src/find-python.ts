import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The first Python that has PyTorch: the one on the PATH, or Debian's, which another may hide. */
export async function findPython(): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      await run(python, ['-c', 'import torch'])
      return python
    } catch {
      continue
    }
  }
  return undefined
}
