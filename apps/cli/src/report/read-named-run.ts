import { existsSync } from 'node:fs'
import type { RunData } from '@tunekit/report'
import { readRun } from '@tunekit/report/node'
import { runFolder } from '../run-folder.ts'

/** Reads a run folder; its path is the run's name. */
export async function readNamedRun(path: string): Promise<RunData> {
  return { ...(await readRun(path)), name: path }
}

/** Whether a folder holds a run. */
export function isRun(path: string): boolean {
  return existsSync(runFolder(path).config)
}
