import { readFile } from 'node:fs/promises'
import { loadLeNet5 } from '@tunekit/lenet'
import { createClassificationMetrics } from '@tunekit/metrics'
import type { ReportEvaluation } from '@tunekit/report'
import { evaluate } from '@tunekit/trainer'
import { loadSplits } from '../load-splits.ts'
import { readRunConfig } from '../run-config.ts'
import type { RunFolder } from '../run-folder.ts'
import { useBackend } from '../use-backend.ts'

/** What the model of a run makes of its test set, or of its validation images if it was to leave the test set alone. */
export async function evaluateRun(run: RunFolder): Promise<ReportEvaluation> {
  const { options } = await readRunConfig(run)
  await useBackend('simd')
  const { dataset, train, validation, test } = await loadSplits(options)
  const data = test ?? validation ?? train
  const split = test ? 'test' : validation ? 'validation' : 'training'
  const model = loadLeNet5(await readFile(run.model))
  const { loss, accuracy, predictions, probabilities } = await evaluate(model, { data, probabilities: true })
  model.dispose()
  const labels = Array.from({ length: data.size }, (_, index) => data.label(index))
  const metrics = createClassificationMetrics({ classes: data.classes })
  metrics.update({ predictions, labels })
  const { confusion, perClass } = metrics.result()
  const { height, width, channels } = data.shape
  return {
    label: `${run.path}, ${dataset.name} ${split} images`,
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
