import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles the training into `folder`: one ES module for Node and browsers alike. Returns its path. */
export async function bundleTraining(folder: string): Promise<string> {
  const outfile = join(folder, 'training.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('train.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'neutral',
    format: 'esm',
    target: 'es2023',
    mainFields: ['module', 'main'],
    // Modules that tfjs-core and the packages import in Node only.
    external: ['node:*', 'util', 'crypto', 'node-fetch'],
    logLevel: 'error',
  })
  return outfile
}
