import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A library of matrix products that PyTorch can be made to load. */
export interface Blas {
  readonly name: string
  /** What goes before the command that loads it. */
  readonly command: readonly string[]
}

const triplets: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

const libraries = [
  { name: 'reference BLAS', folder: 'blas' }, // what Debian's PyTorch brings along
  { name: 'OpenBLAS', folder: 'openblas-pthread' },
]

/** The libraries that Debian has installed, one folder each; elsewhere whichever PyTorch finds. */
export function findBlas(): readonly Blas[] {
  const installed = libraries.flatMap(({ name, folder }) => {
    const path = join('/usr/lib', triplets[process.arch] ?? '', folder)
    return existsSync(join(path, 'libblas.so.3'))
      ? [{ name, command: ['env', `LD_LIBRARY_PATH=${path}`] }]
      : []
  })
  return installed.length > 0 ? installed : [{ name: 'its own BLAS', command: [] }]
}
