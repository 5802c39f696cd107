import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

/**
 * Bundles a program beside this file, and runs it in a process of its own. Without a bundle, Node could not load tfjs-core's
 * ES modules, such as its gradients.
 *
 * @param options Passed to the program as JSON
 * @returns The last line that the program prints, parsed as JSON
 */
export async function runBundled(name: string, options: object = {}): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'bundled-'))
  try {
    const outfile = join(folder, 'program.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
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
    const args = [outfile, JSON.stringify(options)]
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 })
    return JSON.parse(stdout.trim().split('\n').at(-1) as string)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
