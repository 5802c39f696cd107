import type { RunData } from '@tunekit/report'
import { readRunConfig } from '../run/run-config.ts'
import { runFolder } from '../run/run-folder.ts'
import { loadSplits } from '../run/load-splits.ts'
import type { DataReader } from '../run/data-reader.ts'

/**
 * Which test images each run got right, an array of 0 and 1 a run; undefined unless all runs have predictions of the same
 * images, and the images are there.
 *
 * @param runs Of one configuration; their names are their folders
 */
export async function correctness(
  runs: readonly RunData[],
  readData: DataReader,
): Promise<Uint8Array[] | undefined> {
  const [{ name, predictions }] = runs
  if (!predictions || runs.some((run) => run.predictions?.length !== predictions.length)) return undefined
  const config = await readRunConfig(runFolder(name))
  if (!(await readData(config))) return undefined
  const { test } = await loadSplits(config.options)
  if (test?.size !== predictions.length) return undefined
  return runs.map((run) =>
    run.predictions!.map((predicted, index) => Number(predicted === test.label(index))),
  )
}
