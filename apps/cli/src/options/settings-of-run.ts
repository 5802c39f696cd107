import type { RuleConfig } from '@tunekit/optimizers'
import { resolveOptimizer } from './resolve-optimizer.ts'
import type { TrainOption } from './option-table.ts'
import { storedOptions } from './train-config.ts'
import type { TrainConfig } from './train-config.ts'

/**
 * What a run was asked to do, in the words of the options of `tunekit train`: `{ optimizer: 'sgd', momentum: 0.9 }`. The
 * seed is not among them.
 *
 * Different configurations have different settings. A config of another shape, as of a run that a program of the user's
 * own made, is returned as it is.
 */
export function settingsOfRun(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { model, optimizer, limits, ...others } = options as Partial<TrainConfig>
  const { limitTrain, limitTest, evaluateTrain } = others
  const hasLimit = [limitTrain, limitTest, evaluateTrain].some((limit) => limit !== undefined)
  return spelled({
    ...(optimizer && settingsOfOptimizer(optimizer)),
    ...withoutValue,
    ...others,
    seed: undefined,
    // Balanced limits go without saying.
    ...(hasLimit && limits === undefined && { limits: 'first images' }),
    ...model,
  })
}

/** What a config says of the options that it lacks, and that have no default. */
const withoutValue: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries<TrainOption>(storedOptions).flatMap(([name, { otherwise }]) =>
    otherwise === undefined ? [] : [[name, otherwise]],
  ),
)

/** What has to be asked for to get an optimizer. */
function settingsOfOptimizer(optimizer: RuleConfig): Readonly<Record<string, unknown>> {
  const links = (optimizer.name === 'chain' ? optimizer['links'] : [optimizer]) as readonly RuleConfig[]
  const l2 = links.find(isDecay('l2'))
  const decoupled = links.find(isDecay('decoupledWeightDecay'))
  const [rule, ...more] = links.filter((link) => link !== l2 && link !== decoupled)
  if (!rule || more.length > 0) return { optimizer }
  const { name, learningRate, ...options } = rule
  const [said, formulas] = ownOptions(name, options)
  return {
    optimizer: name,
    formulas,
    learningRate,
    L2: l2?.['weightDecay'] ?? 0,
    weightDecay: decoupled?.['weightDecay'],
    ...said,
  }
}

function isDecay(name: string): (link: RuleConfig) => boolean {
  return (link) => link.name === name && Object.keys(link).sort().join() === 'name,weightDecay'
}

/** The options that the formulas alone would not have given a rule; and whose formulas, if that makes a difference. */
function ownOptions(name: string, options: object): [own: object, formulas: string | undefined] {
  const candidates = (['paper', 'flux'] as const).flatMap((formulas) => {
    const base = optionsBy(formulas, name)
    if (!base || Object.keys(base).some((key) => !Object.hasOwn(options, key))) return []
    const own = Object.entries(options).filter(
      ([key, value]) => JSON.stringify(base[key]) !== JSON.stringify(value),
    )
    return [{ formulas, own, count: own.length }]
  })
  const [first, second] = candidates.sort((a, b) => a.count - b.count)
  if (!first) return [options, undefined]
  const isDecided = !second || second.count > first.count
  return [Object.fromEntries(first.own), isDecided ? first.formulas : undefined]
}

/** A rule's options by its formulas; undefined if there is no such rule. */
function optionsBy(
  formulas: 'paper' | 'flux',
  optimizer: string,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const own = Object.entries(resolveOptimizer({ optimizer, formulas, l2: 0 }))
    return Object.fromEntries(own.filter(([key]) => key !== 'name' && key !== 'learningRate'))
  } catch {
    return undefined
  }
}

/** `learningRate` as `learning rate`. */
function spelled(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      value,
    ]),
  )
}
