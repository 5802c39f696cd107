import { chain } from './chain.ts'
import type { Rule, RuleConfig } from './rule.ts'
import { adaBelief } from './rules/ada-belief.ts'
import { adam } from './rules/adam.ts'
import { adamW } from './rules/adam-w.ts'
import { nadam } from './rules/nadam.ts'
import { sgd } from './rules/sgd.ts'
import { decoupledWeightDecay } from './transforms/decoupled-weight-decay.ts'
import type { DecoupledWeightDecayOptions } from './transforms/decoupled-weight-decay.ts'
import { l2 } from './transforms/l2.ts'

/** Makes a rule from its options as plain JSON. */
export type RuleFactory = (options: never) => Rule

const factories: Readonly<Record<string, RuleFactory>> = {
  adaBelief,
  adam,
  adamW,
  decoupledWeightDecay: ({
    weightDecay,
    ...options
  }: { weightDecay: number } & DecoupledWeightDecayOptions) => decoupledWeightDecay(weightDecay, options),
  l2: ({ weightDecay }: { weightDecay: number }) => l2(weightDecay),
  nadam,
  sgd,
}

/**
 * Makes a rule from plain JSON, such as a config file or a sweep's trial holds.
 *
 * @param config The rule's name beside its options; a chain is `{ name: 'chain', links: [config, …] }`
 * @param own Factories of rules that are not in this package, by name
 * @throws {RangeError} If the name or an option is unknown, or an option is out of range
 * @example
 * const rule = createRule({ name: 'adaBelief', learningRate: 3e-4 })
 */
export function createRule(config: RuleConfig, own: Readonly<Record<string, RuleFactory>> = {}): Rule {
  const { name, ...options } = config
  const known: Readonly<Record<string, RuleFactory>> = {
    ...factories,
    chain: ({ links = [] }: { links?: readonly RuleConfig[] }) =>
      chain(...links.map((link) => createRule(link, own))),
    ...own,
  }
  if (!Object.hasOwn(known, name)) {
    throw new RangeError(
      `Rule "${name}" is unknown: expected one of ${Object.keys(known).sort().join(', ')}.`,
    )
  }
  const rule = known[name](options as never)
  const taken = Object.keys(rule.options ?? {})
  for (const option of Object.keys(options)) {
    if (!taken.includes(option)) {
      throw new RangeError(
        `Rule "${name}" has no option \`${option}\`: expected ${taken.join(', ') || 'none'}.`,
      )
    }
  }
  return rule
}
