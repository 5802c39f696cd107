import type { RunData } from '@tunekit/report'
import type { DataReader } from '../run/data-reader.ts'
import { loadSplits } from '../run/load-splits.ts'
import { readRunConfig } from '../run/run-config.ts'
import { runFolder } from '../run/run-folder.ts'

/**
 * Determines which test images the runs of a configuration classify correctly.
 *
 * @param runs The runs, named after their folders
 * @returns An array of 0 and 1 for each run. Undefined unless all runs have predictions of the same images, and the images can be
 *   loaded
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
