import type { RunData } from '@tunekit/report'
import { readRun } from '@tunekit/report/node'

/** Reads a run folder; its path is the run's name. */
export async function readNamedRun(path: string): Promise<RunData> {
  return { ...(await readRun(path)), name: path }
}
