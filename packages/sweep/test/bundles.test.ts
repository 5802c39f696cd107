/** @file Bundles of the package hold only what a program uses. */
import { describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'

/** The modules, from `src/` or `node_modules/`, with code in the bundle of a program for browsers. */
async function modulesIn(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: {
      contents: program,
      loader: 'ts',
      resolveDir: fileURLToPath(new URL('../src/', import.meta.url)),
    },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    treeShaking: true,
    logLevel: 'silent',
  })
  const [{ inputs }] = Object.values(metafile.outputs)
  return Object.entries(inputs)
    .filter(([path, { bytesInOutput }]) => path !== '<stdin>' && bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*(?=node_modules\/)|^.*(?=src\/)/, ''))
}

describe('A bundle for browsers', () => {
  it('holds no YAML if it is of the main entry', async () => {
    const modules = await modulesIn(`export * from './index.ts'`)
    expect(modules).toContain('src/runner/create-study.ts')
    expect(modules.filter((path) => /yaml|src\/(file|statistics|node)\//.test(path))).toEqual([])
  })

  it('holds YAML if it is of the entry for sweep files', async () => {
    const modules = await modulesIn(`export * from './file.ts'`)
    expect(modules.filter((path) => path.startsWith('node_modules/yaml/'))).not.toEqual([])
  })

  it('holds one statistic and what it is computed from', async () => {
    const modules = await modulesIn(
      `import { summarize } from './statistics.ts'; console.log(summarize([1, 2]))`,
    )
    expect(modules).toContain('src/statistics/summarize.ts')
    expect(modules.filter((path) => !/^src\/(statistics|numerics)\//.test(path))).toEqual([])
    expect(modules.filter((path) => /compare|bootstrap|sign-flip|mcnemar/.test(path))).toEqual([])
  })
})
