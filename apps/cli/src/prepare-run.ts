import { createLeNet5 } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import type { ImageDataset } from '@tunekit/mnist'
import { createRule, toOptimizer } from '@tunekit/optimizers'
import type { RuleOptimizer } from '@tunekit/optimizers'
import { loadSplits } from './load-splits.ts'
import type { Splits } from './load-splits.ts'
import { say } from './print.ts'
import { describeRun, readRunConfig, requireSameData } from './run-config.ts'
import { writeFileOf } from './run-folder.ts'
import type { RunFolder } from './run-folder.ts'
import type { TrainConfig } from './train-config.ts'
import type { Training } from './train-in-folder.ts'
import { refusing } from './usage-error.ts'
import { useBackend } from './use-backend.ts'

/**
 * Gets a run ready to start.
 *
 * @param makeFolder Called when everything else is ready, so that a mistake leaves no folder behind
 */
export async function prepareRun(
  config: TrainConfig,
  { threads, makeFolder }: { threads?: number; makeFolder: () => Promise<RunFolder> },
): Promise<Training> {
  const { dataset, ...splits } = await loadSplits(config)
  const { model, optimizer } = await build(config, dataset.train, threads)
  const run = await makeFolder()
  writeFileOf(run.config, describeRun(config, dataset))
  say(`${dataset.name}: ${countImages(splits)} images. Run folder: ${run.path}`)
  return { run, config, model, optimizer, ...splits }
}

/**
 * Gets a run ready to go on from its checkpoint.
 *
 * @param epochs In all; default as many as it was started for
 * @throws {Error} If the folder is not a run, or the data has changed
 */
export async function prepareResumedRun(
  run: RunFolder,
  { threads, epochs }: { threads?: number; epochs?: number } = {},
): Promise<Training> {
  const stored = await readRunConfig(run)
  const config = { ...stored.options, epochs: epochs ?? stored.options.epochs }
  const { dataset, ...splits } = await loadSplits(config)
  requireSameData(stored, describeRun(config, dataset))
  if (config.epochs > stored.options.epochs) writeFileOf(run.config, { ...stored, options: config })
  const { model, optimizer } = await build(config, dataset.train, threads)
  return { run, config, model, optimizer, ...splits }
}

function countImages({ train, validation, test }: Splits): string {
  const counts = [
    `${train.size} training`,
    ...(validation ? [`${validation.size} validation`] : []),
    ...(test ? [`${test.size} test`] : []),
  ]
  return new Intl.ListFormat('en-GB').format(counts)
}

async function build(
  config: TrainConfig,
  data: ImageDataset,
  threads?: number,
): Promise<{ model: LeNet5; optimizer: RuleOptimizer }> {
  await useBackend(config.backend, threads)
  const { height, width, channels } = data.shape
  const inputShape = [height, width, channels] as const
  return refusing(() => ({
    optimizer: toOptimizer(createRule(config.optimizer)),
    model: createLeNet5({ ...config.model, inputShape, classes: data.classes, seed: config.seed }),
  }))
}
