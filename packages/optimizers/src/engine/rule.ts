import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Schedule } from '../options/schedule.ts'
import { toJson } from '../options/to-json.ts'
import type { Cohort } from './cohort.ts'
import type { Expression } from './expression.ts'

/** What a rule says of itself. */
export interface RuleDescription {
  /** Identifier in configs, camel-case without underscores: `'adaBelief'`. */
  readonly name: string
  /** The first step size. Absent on transforms and on rules without a step size. */
  readonly learningRate?: number | Schedule
  /**
   * What a transform takes and gives back. Gradient transforms stand before the rule of a chain, update transforms after
   * the rule. Absent on a rule, which takes a gradient and gives an update.
   */
  readonly transforms?: 'gradient' | 'update'
  /** Every option, with defaults filled in: `createRule` makes the rule again from the name and these options. */
  readonly options?: Readonly<Record<string, RuleOption>>
}

/** The value of a rule's option: plain JSON, or an object or function that `toJSON()` turns into plain JSON. */
export type RuleOption =
  | number
  | boolean
  | string
  | undefined
  | Schedule
  | { toJSON(): unknown }
  | ((name: string) => boolean)
  | readonly RuleOption[]

/**
 * One link of an optimizer. A rule turns a gradient into an update; a transform changes the gradient before the rule
 * (`l2`) or the update after the rule (`decoupledWeightDecay`). Both are of this type, so they compose with `chain`.
 * `toOptimizer` adds the update of the last link to the parameter:
 *
 *     θ ← θ + update
 *
 * `elementwise`, `collective` and `tensorwise` make rules.
 */
export interface Rule extends RuleDescription {
  /**
   * Makes a parameter's accumulators as they are before its first step, by their names in the whole optimizer.
   *
   * @param path Where the rule stands in the whole, such as `1.` for the second link of a chain
   */
  init(parameter: Variable, path: string): Readonly<Record<string, Tensor>>
  /**
   * Writes down one step.
   *
   * @param cohorts Parameters with what the links before made of their gradients, at least one cohort
   * @returns The parameters with what this rule makes of them, perhaps in other cohorts
   */
  run(cohorts: readonly Cohort[], path: string, step: Step): readonly Cohort[]
  /** Writes down the weights to evaluate a model with. Absent on rules that evaluate with the weights they train. */
  evaluationWeights?(cohort: Cohort, path: string): Expression | undefined
}

/** What is the same for all parameters in a step. */
export interface Step {
  /** How many steps the optimizer has taken before this one: 0, 1, 2, … Schedules go by it. */
  readonly step: number
  /** The optimizer's step size in this step. */
  readonly learningRate: number
  /** The numbers that rules keep once for all parameters, by their names in the whole optimizer. */
  readonly shared: Record<string, Variable>
  /** All parameters of the step, also those that a link before has frozen. */
  readonly variables: readonly Variable[]
  /** What is to be done when every rule has written down its step. A rule may add to the list. */
  readonly changes: (() => void)[]
}

/** A rule's slots as expressions. */
export type State<Slot extends string = string> = Readonly<Record<Slot, Expression>>

/** What the step of a rule may depend on besides the gradient, the state and the rule's options. */
export interface StepContext {
  /** How often the parameter has been updated, this step included: 1, 2, 3, … */
  readonly t: number
  /** How many steps the optimizer has taken before this one: 0, 1, 2, … Schedules go by it. */
  readonly step: number
  /** The current step size; 1 where the rule has none. */
  readonly learningRate: number
}

/** A rule as plain JSON: its name beside its options, such as `{ name: 'l2', weightDecay: 1e-6 }`. */
export interface RuleConfig {
  /** The rule's name, such as `'adaBelief'`, or `'chain'`. */
  readonly name: string
  /** The rule's options; the `links` of a chain are a list of configs. A schedule is a config too. */
  readonly [option: string]: unknown
}

/** Describes a rule as plain JSON, from which `createRule` makes the rule again. */
export function ruleConfig({ name, options }: RuleDescription): RuleConfig {
  return toJson({ name, ...options }) as RuleConfig
}
