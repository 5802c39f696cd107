import { createRule } from './create-rule.ts'
import type { Rule, RuleConfig } from './engine/rule.ts'

/**
 * The rules of Flux 0.12.4, by their names in this package, with the options that differ from the defaults of this
 * package.
 */
const fluxOptions: Readonly<Record<string, Readonly<Record<string, number | boolean>>>> = {
  adaBelief: { biasCorrection: false, epsilon: 1e-8, epsilonRoot: 0 },
  adadelta: { epsilon: 1e-8 },
  adagrad: { learningRate: 0.1, initialAccumulator: 1e-8, epsilon: 1e-8 },
  adam: {},
  adamax: { learningRate: 1e-3 },
  adamW: { weightDecay: 0, scaleByLearningRate: false },
  amsgrad: { biasCorrection: false, initialAccumulator: 1e-8 },
  nadam: { beta2InRoot: true },
  oadam: {},
  radam: { rectificationThreshold: 4 },
  rmsprop: { learningRate: 1e-3, decay: 0.9 },
  sgd: { learningRate: 0.1 },
}

/** The names of the rules that {@link fluxRule} creates. */
export const fluxRuleNames: readonly string[] = /* @__PURE__ */ Object.keys(fluxOptions)

/**
 * Creates a rule with the formulas and the defaults of Flux.jl 0.12.4, some of which differ from the papers.
 *
 * @param name One of {@link fluxRuleNames}
 * @param options Options that replace Flux's defaults
 * @throws {RangeError} If Flux 0.12.4 does not have the rule, an option is unknown, or an option is out of range
 * @example
 * const optimizer = toOptimizer(chain(l2(1e-6), fluxRule('adaBelief', { learningRate: 3e-4 })))
 */
export function fluxRule(name: string, options: Readonly<Record<string, unknown>> = {}): Rule {
  return createRule(fluxConfig(name, options))
}

/**
 * Returns the config of `fluxRule(name, options)`: a rule with the formulas and the defaults of Flux.jl 0.12.4 as plain
 * JSON, from which `createRule` creates the rule.
 *
 * @param name One of {@link fluxRuleNames}
 * @param options Options that replace Flux's defaults; `createRule` checks them
 * @throws {RangeError} If Flux 0.12.4 does not have the rule
 * @example
 * const links = [{ name: 'l2', weightDecay: 1e-6 }, fluxConfig('adaBelief', { learningRate: 3e-4 })]
 * const optimizer = createOptimizer({ name: 'chain', links })
 */
export function fluxConfig(name: string, options: Readonly<Record<string, unknown>> = {}): RuleConfig {
  if (!Object.hasOwn(fluxOptions, name)) {
    throw new RangeError(`Flux 0.12.4 has no rule "${name}": expected one of ${fluxRuleNames.join(', ')}.`)
  }
  return { name, ...fluxOptions[name], ...options }
}
