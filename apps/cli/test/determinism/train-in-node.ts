import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TrainingOptions, TrainingResult } from './train.ts'

/** The executable of Node 22, which `npm ci --prefix tools/node-22` installs. */
export const node22: string = fileURLToPath(
  new URL('../../../../tools/node-22/node_modules/node/bin/node', import.meta.url),
)

const runner = fileURLToPath(new URL('node-runner.js', import.meta.url))

/** Trains in a process of a Node executable. */
export async function trainInNode(
  node: string,
  bundle: string,
  options: TrainingOptions,
): Promise<TrainingResult & { version: string }> {
  const { stdout } = await promisify(execFile)(node, [runner, bundle, JSON.stringify(options)], {
    timeout: 30_000,
  })
  return JSON.parse(stdout)
}
