import { createRule } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { refusing, UsageError } from '../process/usage-error.ts'

/** The options of `tunekit train` that decide the update rule, by their long names in camel case. */
export interface OptimizerOptions {
  readonly preset?: 'post'
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
}

/** The optimizer of the post's best recipe. */
export const postOptimizer = {
  optimizer: 'adaBelief',
  formulas: 'flux', // the post ran Flux 0.12.4, whose AdaBelief does not correct its bias
  learningRate: 3e-4,
  l2: 1e-6, // on every parameter, biases included
} as const

/** The rules that Flux 0.12.4 has, with the options that make ours the same. */
const fluxOptions: Readonly<Record<string, Readonly<Record<string, number | boolean>>>> = {
  adaBelief: { biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
  adadelta: { epsilon: 1e-8 },
  adagrad: { initialAccumulator: 1e-8, epsilon: 1e-8 },
  adam: {},
  adamax: {},
  adamW: { weightDecay: 0, scaleByLearningRate: false },
  amsgrad: { biasCorrection: false, initialAccumulator: 1e-8 },
  nadam: { beta2InRoot: true },
  oadam: {},
  radam: { rectificationThreshold: 4 },
  rmsprop: { decay: 0.9 },
  sgd: {},
}

/**
 * Learning rates that suit LeNet-5 at batch size 32: for each rule with its paper's formulas, the best of seven on MNIST,
 * as benchmarks/OPTIMIZERS.md lists them. Only Prodigy keeps the 1 that its authors advise: at the 0.1 found there, it
 * needs more than the first 50 steps to find its step size.
 */
const learningRates: Readonly<Record<string, number>> = {
  adaBelief: 3e-3,
  adadelta: 1,
  adafactor: 1e-2,
  adagrad: 3e-2,
  adam: 1e-3,
  adamax: 6e-3,
  adamW: 3e-3,
  adan: 3e-3,
  amsgrad: 3e-3,
  lamb: 3e-3,
  lars: 1,
  lion: 1e-4,
  muon: 2e-3,
  nadam: 3e-3,
  nadamW: 1e-3,
  oadam: 1e-3,
  prodigy: 1,
  radam: 3e-3,
  rmsprop: 1e-3,
  scheduleFreeAdamW: 7.5e-3,
  sgd: 0.1,
  yogi: 3e-3,
}

/** Rules that find their step size themselves: a learning rate is a factor of it, and the post's 3e-4 would stop them. */
const selfScaling = ['adadelta', 'lars', 'prodigy']

/**
 * The config of the update rule, with decay before and after it. The post's optimizer is what the options change if they
 * ask for `--preset post` or name no optimizer; otherwise it is the rule named, with the formulas and defaults of its
 * paper, the learning rate that suits LeNet-5, and no L2.
 *
 * @throws {UsageError} If the optimizer is unknown, does not have an option, or has it in another range
 */
export function resolveOptimizer(options: OptimizerOptions): RuleConfig {
  const isPost = options.preset === 'post' || options.optimizer === undefined
  const { optimizer: name = postOptimizer.optimizer, weightDecay, optimizerOptions } = options
  const { formulas = isPost ? postOptimizer.formulas : 'paper' } = options
  const { l2 = isPost ? postOptimizer.l2 : 0 } = options
  const ownRate = isPost && !selfScaling.includes(name) ? postOptimizer.learningRate : learningRates[name]
  const { learningRate = ownRate, momentum, nesterov, beta1, beta2, epsilon } = options
  if (formulas === 'flux') requireFlux(name)
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

/**
 * What is likely not what was meant: an AdamW without decay, which is Adam.
 *
 * @returns A sentence; undefined if there is nothing to say
 */
export function adviceOn(config: RuleConfig): string | undefined {
  const links = (config['links'] ?? [config]) as readonly RuleConfig[]
  const idle = links.find(({ name, weightDecay }) => /^n?adamW$/i.test(name) && weightDecay === 0)
  if (!idle) return undefined
  return (
    `This ${idle.name} decays nothing, as in Flux 0.12.4 or as asked, so it steps as ${idle.name.slice(0, -1)} does. ` +
    'Give --weight-decay, or --formulas paper, which decays by 0.01.'
  )
}

function requireFlux(name: string): void {
  if (!Object.hasOwn(learningRates, name) || Object.hasOwn(fluxOptions, name)) return
  throw new UsageError(
    `Flux 0.12.4 has no ${name}, whose formulas --preset post and --formulas flux ask for: ` +
      `expected --formulas paper, or one of ${Object.keys(fluxOptions).join(', ')}.`,
  )
}

function withoutUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
