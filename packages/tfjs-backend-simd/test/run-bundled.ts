import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

/**
 * Runs a program beside this file in a process of its own, bundled, since it imports modules of tfjs-core that Node
 * cannot load: its ES modules, the gradients among them.
 *
 * @param options Given to it as JSON
 * @returns What the last line that it prints holds as JSON
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
