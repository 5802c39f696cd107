import { createRule, fluxConfig, fluxRuleNames } from '@tunekit/optimizers'
import type { RuleConfig } from '@tunekit/optimizers'
import { asUsageError, UsageError } from '../process/usage-error.ts'
import { fluxPost2021 } from './flux-post-2021.ts'
import { resolveOptions } from './option-table.ts'
import type { GivenOptions } from './option-table.ts'
import { ruleParameters } from './train-options.ts'
import type { optimizerOptions } from './train-options.ts'

/**
 * The default learning rate of each rule with its paper's formulas: the best of seven for LeNet-5 on MNIST at batch size 32,
 * from benchmarks/OPTIMIZERS.md. Prodigy alone keeps the 1 that its authors advise: with the 0.1 from that comparison, it needs
 * more than the first 50 steps to find its step size.
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

/** Rules that find their own step size. Their learning rate is a factor of the step size, and the post's 3e-4 would stop them. */
const selfScaling = ['adadelta', 'lars', 'prodigy']

/**
 * Resolves the optimizer options of `tunekit train` to the config of an optimizer: L2, then the update rule, then decoupled weight
 * decay. With `--preset post`, or without `--optimizer`, the options change the post's optimizer. Otherwise the
 * rule has the formulas and defaults of its paper, a learning rate that suits LeNet-5, and no L2.
 *
 * @throws {UsageError} If the optimizer is unknown, lacks an option, or an option is out of range
 */
export function resolveOptimizer(options: GivenOptions<typeof optimizerOptions>): RuleConfig {
  const isPost = options.preset === 'post' || options.optimizer === undefined
  const { optimizer: name = fluxPost2021.optimizer, weightDecay } = options
  const { formulas = isPost ? fluxPost2021.formulas : 'paper' } = options
  const { l2 = isPost ? fluxPost2021.l2 : 0 } = options
  const suitable = isPost && !selfScaling.includes(name) ? fluxPost2021.learningRate : learningRates[name]
  const { learningRate = suitable } = options
  if (formulas === 'flux') requireFlux(name)
  return asUsageError(() => {
    const decays = Object.hasOwn(createRule({ name }).options ?? {}, 'weightDecay')
    const own = withoutUndefined({
      learningRate,
      ...resolveOptions(ruleParameters, options),
      weightDecay: decays ? weightDecay : undefined,
      ...options.optimizerOptions,
    })
    const rule = { name, learningRate, ...(formulas === 'flux' ? fluxConfig(name, own) : own) }
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
 * Describes the problem of an AdamW without weight decay, which is Adam and probably not intended.
 *
 * @returns A warning. Undefined if there is no such AdamW
 */
export function describeIdleDecay(config: RuleConfig): string | undefined {
  const links = (config['links'] ?? [config]) as readonly RuleConfig[]
  const idle = links.find(({ name, weightDecay }) => /^n?adamW$/i.test(name) && weightDecay === 0)
  if (!idle) return undefined
  return (
    `This ${idle.name} has a weight decay of 0, as in Flux 0.12.4 or as requested, so it is ${idle.name.slice(0, -1)}. ` +
    'To decay weights, give --weight-decay, or --formulas paper, which decays by 0.01.'
  )
}

function requireFlux(name: string): void {
  if (!Object.hasOwn(learningRates, name) || fluxRuleNames.includes(name)) return
  throw new UsageError(
    `Flux 0.12.4 has no ${name}, but --preset post and --formulas flux use the formulas of Flux: ` +
      `expected --formulas paper, or one of ${fluxRuleNames.join(', ')}.`,
  )
}

function withoutUndefined(options: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
