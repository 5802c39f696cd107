import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Finds a Python with PyTorch: the Python on the PATH, or Debian's, which another Python on the PATH may hide. */
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

/** A BLAS library (matrix products) that PyTorch can load. */
export interface Blas {
  readonly name: string
  /** The prefix of a command that loads the library. */
  readonly prefix: readonly string[]
}

const triplets: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

const libraries = [
  { name: 'reference BLAS', folder: 'blas' }, // a dependency of Debian's PyTorch
  { name: 'OpenBLAS', folder: 'openblas-pthread' },
]

/** Lists the BLAS libraries that Debian has installed; on other systems, only the library that PyTorch loads by default. */
export function findBlas(): readonly Blas[] {
  const installed = libraries.flatMap(({ name, folder }) => {
    const path = join('/usr/lib', triplets[process.arch] ?? '', folder)
    return existsSync(join(path, 'libblas.so.3'))
      ? [{ name, prefix: ['env', `LD_LIBRARY_PATH=${path}`] }]
      : []
  })
  return installed.length > 0 ? installed : [{ name: 'its own BLAS', prefix: [] }]
}
