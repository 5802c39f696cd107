import { chain } from './kinds/chain.ts'
import { describeValue, invalidOption } from './options/option.ts'
import type { Rule, RuleConfig } from './engine/rule.ts'
import { adaBelief } from './rules/ada-belief.ts'
import { adadelta } from './rules/adadelta.ts'
import { adafactor } from './rules/adafactor.ts'
import { adagrad } from './rules/adagrad.ts'
import { adam } from './rules/adam.ts'
import { adamax } from './rules/adamax.ts'
import { adamW } from './rules/adam-w.ts'
import { adan } from './rules/adan.ts'
import { amsgrad } from './rules/amsgrad.ts'
import { lamb } from './rules/lamb.ts'
import { lars } from './rules/lars.ts'
import { lion } from './rules/lion.ts'
import { muon } from './rules/muon.ts'
import { nadam } from './rules/nadam.ts'
import { nadamW } from './rules/nadam-w.ts'
import { oadam } from './rules/oadam.ts'
import { prodigy } from './rules/prodigy.ts'
import { radam } from './rules/radam.ts'
import { rmsprop } from './rules/rmsprop.ts'
import { scheduleFreeAdamW } from './rules/schedule-free-adam-w.ts'
import { sgd } from './rules/sgd.ts'
import { yogi } from './rules/yogi.ts'
import { createSchedule, isScheduleConfig } from './schedules/create-schedule.ts'
import { toOptimizer } from './engine/to-optimizer.ts'
import type { RuleOptimizer } from './engine/to-optimizer.ts'
import { accumulate } from './transforms/accumulate.ts'
import { adaptiveGradientClipping } from './transforms/adaptive-gradient-clipping.ts'
import { centralize } from './transforms/centralize.ts'
import { clipByGlobalNorm } from './transforms/clip-by-global-norm.ts'
import { clipByNorm } from './transforms/clip-by-norm.ts'
import { clipByValue } from './transforms/clip-by-value.ts'
import { decoupledWeightDecay } from './transforms/decoupled-weight-decay.ts'
import { ema } from './transforms/ema.ts'
import { freeze } from './transforms/freeze.ts'
import { l1 } from './transforms/l1.ts'
import { l2 } from './transforms/l2.ts'
import { lookahead } from './transforms/lookahead.ts'
import { noise } from './transforms/noise.ts'
import { scaleLearningRate } from './transforms/scale-learning-rate.ts'
import { skipNonFinite } from './transforms/skip-non-finite.ts'
import { swa } from './transforms/swa.ts'
import { trustRatio } from './transforms/trust-ratio.ts'

/** A function that creates a rule from its options. */
export type RuleFactory = (options: never) => Rule

const rules: Readonly<Record<string, RuleFactory>> = {
  adaBelief,
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamW,
  adan,
  amsgrad,
  lamb,
  lars,
  lion,
  muon,
  nadam,
  nadamW,
  oadam,
  prodigy,
  radam,
  rmsprop,
  scheduleFreeAdamW,
  sgd,
  yogi,
}

const transforms: Readonly<Record<string, RuleFactory>> = {
  accumulate: ({ steps }: { steps: number }) => accumulate(steps),
  adaptiveGradientClipping,
  centralize,
  clipByGlobalNorm: ({ norm, ...options }: { norm: number }) => clipByGlobalNorm(norm, options),
  clipByNorm: ({ norm, ...options }: { norm: number }) => clipByNorm(norm, options),
  clipByValue: ({ limit, ...options }: { limit: number }) => clipByValue(limit, options),
  decoupledWeightDecay: ({ weightDecay, ...options }: { weightDecay: number }) =>
    decoupledWeightDecay(weightDecay, options),
  ema: ({ decay, ...options }: { decay: number }) => ema(decay, options),
  freeze: ({ where }: { where: string }) => freeze(where),
  l1: ({ weightDecay, ...options }: { weightDecay: number }) => l1(weightDecay, options),
  l2: ({ weightDecay, ...options }: { weightDecay: number }) => l2(weightDecay, options),
  lookahead,
  noise,
  scaleLearningRate: ({ factor, ...options }: { factor: number }) => scaleLearningRate(factor, options),
  skipNonFinite,
  swa,
  trustRatio,
}

/** The names of the rules that {@link createOptimizer} accepts, without transforms. */
export const optimizerNames: readonly string[] = /* @__PURE__ */ Object.keys(rules)

/**
 * Creates an optimizer from plain JSON, such as a config file or the configuration of a trial. See {@link createRule}.
 *
 * @param config The rule's name and options in one object
 * @param customRules Factories of rules that are not in this package, by name
 * @throws {RangeError} If the name or an option is unknown, an option is out of range, or an option would have no effect
 * @example
 * const optimizer = createOptimizer({ name: 'adaBelief', learningRate: 3e-4 })
 */
export function createOptimizer(
  config: RuleConfig,
  customRules: Readonly<Record<string, RuleFactory>> = {},
): RuleOptimizer {
  return toOptimizer(createRule(config, customRules))
}

/**
 * Creates a rule from plain JSON.
 *
 * @param config The rule's name and options in one object. A chain is `{ name: 'chain', links: [config, …] }`. A
 *   schedule in place of a number is `{ name: 'cosine', from: 1e-3, steps: 1000 }`: see {@link createSchedule}
 * @param customRules Factories of rules that are not in this package, by name
 * @throws {RangeError} If the name or an option is unknown, an option is out of range, or an option would have no effect
 * @example
 * const rule = createRule({ name: 'adaBelief', learningRate: 3e-4 })
 */
export function createRule(
  config: RuleConfig,
  customRules: Readonly<Record<string, RuleFactory>> = {},
): Rule {
  if (!isRuleConfig(config)) {
    throw new RangeError(
      `A rule's config must be an object with the rule's \`name\`, got ${describeValue(config)}.`,
    )
  }
  const { name, ...given } = config
  const known: Readonly<Record<string, RuleFactory>> = {
    ...rules,
    ...transforms,
    chain: ({ links = [] }: { links?: readonly RuleConfig[] }) => {
      if (!Array.isArray(links)) throw invalidOption('links', "a list of rules' configs", links)
      return chain(...links.map((link: RuleConfig) => createRule(link, customRules)))
    },
    ...customRules,
  }
  if (!Object.hasOwn(known, name)) {
    throw new RangeError(
      `Rule "${name}" is unknown: expected one of ${Object.keys(known).sort().join(', ')}.`,
    )
  }
  const options = Object.entries(given).map(([option, value]) => [
    option,
    isScheduleConfig(value) ? createSchedule(value) : value,
  ])
  const rule = known[name](Object.fromEntries(options) as never)
  requireDecay(given, rule)
  const knownOptions = Object.keys(rule.options ?? {})
  for (const option of Object.keys(given)) {
    if (!knownOptions.includes(option)) {
      throw new RangeError(
        `Rule "${name}" has no option \`${option}\`: expected ${knownOptions.join(', ') || 'none'}.`,
      )
    }
  }
  return rule
}

/** Rejects options that have no effect because there is no weight decay. */
function requireDecay(given: Readonly<Record<string, unknown>>, { options }: Rule): void {
  const option = ['where', 'scaleByLearningRate'].find((name) => given[name] !== undefined)
  if (option === undefined || options?.['weightDecay'] !== 0 || 'weightDecay' in given) return
  throw new RangeError(`\`${option}\` has no effect without weight decay: expected \`weightDecay\` too.`)
}

function isRuleConfig(config: unknown): config is RuleConfig {
  return config instanceof Object && 'name' in config && typeof config.name === 'string'
}
