import { rmdir } from 'node:fs/promises'
import type { Lock } from '@tunekit/durable-files'
import { createLeNet5 } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import type { ImageDataset } from '@tunekit/mnist'
import { createRule, toOptimizer } from '@tunekit/optimizers'
import type { RuleOptimizer } from '@tunekit/optimizers'
import { describeIdleDecay } from '../options/resolve-optimizer.ts'
import type { TrainConfig } from '../options/train-config.ts'
import { say } from '../process/print.ts'
import { asUsageError } from '../process/usage-error.ts'
import { describeMissingClasses, loadSplits, requireMeasuredImages } from '../run/load-splits.ts'
import type { Splits } from '../run/load-splits.ts'
import { describeRun, readRunConfig, requireSameData } from '../run/run-config.ts'
import { lockRun, removeDrafts, writeJson } from '../run/run-folder.ts'
import type { RunFolder } from '../run/run-folder.ts'
import type { Training } from './train-in-folder.ts'
import { useBackend } from './use-backend.ts'

export interface PrepareRunOptions {
  readonly threads?: number
  /** The command line, for config.json. */
  readonly command: readonly string[]
  /** Creates the run folder. Called after all checks, so that a mistake leaves no folder. */
  readonly makeFolder: () => Promise<RunFolder>
}

/** Prepares a new run and locks its folder; `trainInFolder` releases the lock. */
export async function prepareRun(
  config: TrainConfig,
  { threads, command, makeFolder }: PrepareRunOptions,
): Promise<Training> {
  const { dataset, ...splits } = await loadSplits(config)
  requireMeasuredImages(config, splits)
  const { model, optimizer } = await build(config, dataset.train, threads)
  const run = await makeFolder()
  let lock: Lock | undefined
  try {
    lock = lockRun(run)
    writeJson(run.config, describeRun(run, { config, dataset, command }))
  } catch (error) {
    lock?.release()
    await rmdir(run.path).catch(() => {}) // the folder of a trial has other files and stays
    throw error
  }
  say(`${dataset.name}: ${countImages(splits)} images. Run folder: ${run.path}`)
  for (const warning of [
    describeMissingClasses(splits.train, dataset),
    describeIdleDecay(config.optimizer),
  ]) {
    if (warning) say(warning)
  }
  return { run, lock, config, model, optimizer, ...splits }
}

/**
 * Prepares a run to continue from its checkpoint and locks its folder; `trainInFolder` releases the lock.
 *
 * @param epochs The total number of epochs. Default: the number in the run's config
 * @throws {Error} If the folder is not a run folder, another process uses the run, or the data has changed
 */
export async function prepareResumedRun(
  run: RunFolder,
  { threads, epochs }: { threads?: number; epochs?: number } = {},
): Promise<Training> {
  const stored = await readRunConfig(run)
  const config = { ...stored.options, epochs: epochs ?? stored.options.epochs }
  const lock = lockRun(run)
  try {
    await removeDrafts(run)
    const { dataset, ...splits } = await loadSplits(config)
    requireSameData(stored, dataset)
    if (config.epochs > stored.options.epochs) writeJson(run.config, { ...stored, options: config })
    const { model, optimizer } = await build(config, dataset.train, threads)
    return { run, lock, config, model, optimizer, ...splits }
  } catch (error) {
    lock.release()
    throw error
  }
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
  return asUsageError(() => ({
    optimizer: toOptimizer(createRule(config.optimizer)),
    model: createLeNet5({ ...config.model, inputShape, classes: data.classes, seed: config.seed }),
  }))
}
