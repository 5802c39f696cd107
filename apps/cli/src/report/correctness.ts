import type { RunData } from '@tunekit/report'
import { loadData } from '../load-data.ts'

/**
 * Which test images each run got right, an array of 0 and 1 a run; undefined unless all runs have predictions of the same
 * images.
 */
export async function correctness(runs: readonly RunData[]): Promise<Uint8Array[] | undefined> {
  const [{ options, predictions }] = runs
  if (!predictions || runs.some((run) => run.predictions?.length !== predictions.length)) return undefined
  const { test } = await loadData(options!.data as string)
  return runs.map((run) =>
    run.predictions!.map((predicted, index) => Number(predicted === test.label(index))),
  )
}
