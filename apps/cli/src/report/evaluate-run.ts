import { readFile } from 'node:fs/promises'
import { loadLeNet5 } from '@tunekit/lenet'
import { createClassificationMetrics } from '@tunekit/metrics'
import type { ReportEvaluation, ReportMeasure } from '@tunekit/report'
import { evaluate } from '@tunekit/trainer'
import type { DataReader } from '../run/data-reader.ts'
import { loadSplits } from '../run/load-splits.ts'
import { readRunConfig } from '../run/run-config.ts'
import type { RunFolder } from '../run/run-folder.ts'
import { useBackend } from '../train/use-backend.ts'

/**
 * Evaluates the model of a run on the run's images of a split, or on its training images if it has no images of the split.
 *
 * @returns Undefined if the images are missing
 */
export async function evaluateRun(
  run: RunFolder,
  split: ReportMeasure['split'],
  readData: DataReader,
): Promise<ReportEvaluation | undefined> {
  const config = await readRunConfig(run)
  if (!(await readData(config))) return undefined
  const { dataset, measuredTrain, validation, test } = await loadSplits(config.options)
  const data = { train: measuredTrain, validation, test }[split] ?? measuredTrain
  const name = data === measuredTrain ? 'training' : split
  await useBackend('simd')
  const model = loadLeNet5(await readFile(run.model))
  const { loss, accuracy, predictions, probabilities } = await evaluate(model, { data, probabilities: true })
  model.dispose()
  const labels = Array.from({ length: data.size }, (_, index) => data.label(index))
  const metrics = createClassificationMetrics({ classes: data.classes })
  metrics.update({ predictions, labels })
  const { confusion, perClass } = metrics.result()
  const { height, width, channels } = data.shape
  return {
    label: `${run.path}, ${dataset.name} ${name} images`,
    labels,
    predictions,
    probabilities,
    ...(channels === 1 && {
      image: (index: number) => data.image(index),
      imageShape: [height, width] as const,
    }),
    classNames: dataset.classNames,
    accuracy,
    loss,
    confusion,
    perClass,
  }
}
