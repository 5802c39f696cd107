import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'
import { build } from 'esbuild'

it("passes every one of tfjs-core's own specs", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  try {
    const outfile = join(folder, 'suite.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL('conformance-suite.js', import.meta.url))],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      // tfjs-core's list of modules with side effects leaves out those that hold its specs.
      ignoreAnnotations: true,
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
      },
      logLevel: 'error',
    })
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { maxBuffer: 2 ** 26 })
    const { specs, failures } = JSON.parse(stdout.trim().split('\n').at(-1) as string)
    expect(failures).toEqual([])
    expect(specs).toBeGreaterThan(4200)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)
