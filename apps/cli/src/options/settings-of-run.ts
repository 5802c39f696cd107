import type { RuleConfig } from '@tunekit/optimizers'
import type { TrainOption } from './option-table.ts'
import { resolveOptimizer } from './resolve-optimizer.ts'
import { storedOptions } from './train-config.ts'
import type { TrainConfig } from './train-config.ts'

/**
 * Describes the resolved options of a run by the options of `tunekit train`, without the seed:
 * `{ optimizer: 'sgd', momentum: 0.9 }`.
 *
 * Options that differ in more than the seed have different settings. Options of another shape, such as
 * the options of a run that another program wrote, are returned unchanged.
 */
export function settingsOfRun(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { model, optimizer, limits, ...others } = options as Partial<TrainConfig>
  const { limitTrain, limitTest, evaluateTrain } = others
  const hasLimit = [limitTrain, limitTest, evaluateTrain].some((limit) => limit !== undefined)
  return spelled({
    ...(optimizer && settingsOfOptimizer(optimizer)),
    ...defaultTexts,
    ...others,
    seed: undefined,
    // Balanced limits are the default and are not mentioned.
    ...(hasLimit && limits === undefined && { limits: 'first images' }),
    ...model,
  })
}

/** The texts of options without a default, for configs that lack them. */
const defaultTexts: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries<TrainOption>(storedOptions).flatMap(([name, { defaultText }]) =>
    defaultText === undefined ? [] : [[name, defaultText]],
  ),
)

/** Returns the options that resolve to an optimizer. */
function settingsOfOptimizer(optimizer: RuleConfig): Readonly<Record<string, unknown>> {
  const links = (optimizer.name === 'chain' ? optimizer['links'] : [optimizer]) as readonly RuleConfig[]
  const l2 = links.find(isDecay('l2'))
  const decoupled = links.find(isDecay('decoupledWeightDecay'))
  const [rule, ...more] = links.filter((link) => link !== l2 && link !== decoupled)
  if (!rule || more.length > 0) return { optimizer }
  const { name, learningRate, ...options } = rule
  const [given, formulas] = givenOptions(name, options)
  return {
    optimizer: name,
    formulas,
    learningRate,
    L2: l2?.['weightDecay'] ?? 0,
    weightDecay: decoupled?.['weightDecay'],
    ...given,
  }
}

function isDecay(name: string): (link: RuleConfig) => boolean {
  return (link) => link.name === name && Object.keys(link).sort().join() === 'name,weightDecay'
}

/** Returns the options of a rule that its formulas do not imply, and the formulas if those of the paper and of Flux differ. */
function givenOptions(name: string, options: object): [given: object, formulas: string | undefined] {
  const candidates = (['paper', 'flux'] as const).flatMap((formulas) => {
    const implied = impliedOptions(formulas, name)
    if (!implied || Object.keys(implied).some((key) => !Object.hasOwn(options, key))) return []
    const given = Object.entries(options).filter(
      ([key, value]) => JSON.stringify(implied[key]) !== JSON.stringify(value),
    )
    return [{ formulas, given }]
  })
  const [first, second] = candidates.sort((a, b) => a.given.length - b.given.length)
  if (!first) return [options, undefined]
  const isDecided = !second || second.given.length > first.given.length
  return [Object.fromEntries(first.given), isDecided ? first.formulas : undefined]
}

/** Returns the options that formulas imply for a rule. Undefined if the formulas lack the rule. */
function impliedOptions(
  formulas: 'paper' | 'flux',
  optimizer: string,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const resolved = Object.entries(resolveOptimizer({ optimizer, formulas, l2: 0 }))
    return Object.fromEntries(resolved.filter(([key]) => key !== 'name' && key !== 'learningRate'))
  } catch {
    return undefined
  }
}

/** Writes the names of settings as words: `learning rate`. */
function spelled(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      value,
    ]),
  )
}
