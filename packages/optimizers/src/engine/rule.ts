import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Group } from './cohort.ts'
import type { Expression } from './expression.ts'
import type { Schedule } from '../options/schedule.ts'

/** What a rule says of itself. */
export interface RuleDescription {
  /** Identifier in configs, camel-case without underscores: `'adaBelief'`. */
  readonly name: string
  /** The step size to begin with. Absent on transforms and on rules without one. */
  readonly learningRate?: number | Schedule
  /**
   * Set on a transform: what it takes and gives back. Gradient transforms stand before the rule of a chain, update
   * transforms after it. Absent on a rule: it takes a gradient and gives an update.
   */
  readonly transforms?: 'gradient' | 'update'
  /** Every option, defaults filled in: `createRule` makes the rule again from the name and these. */
  readonly options?: Readonly<Record<string, RuleOption>>
}

/** An option of a rule: plain JSON, or what gives it by `toJSON`. */
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
 * One link of an optimizer. A rule turns a gradient into an update; a transform (`l2`, `decoupledWeightDecay`) changes
 * the one or the other. Both are this type, so they compose with `chain`. `toOptimizer` adds the last link's update to
 * the parameter:
 *
 *     θ ← θ + update
 *
 * Rules are made by `elementwise`, of formulas for each element, or `tensorwise`, of tfjs ops.
 */
export interface Rule extends RuleDescription {
  /**
   * A parameter's accumulators as they are before its first step, by the names that they have in the whole.
   *
   * @param path Where the rule stands in the whole, such as `1.` for the second link of a chain
   */
  init(parameter: Variable, path: string): Readonly<Record<string, Tensor>>
  /**
   * Writes down one step.
   *
   * @param groups Parameters with what the links before made of their gradients, at least one
   * @returns The parameters with what this rule makes of them, perhaps in other groups
   */
  run(groups: readonly Group[], path: string, step: Step): readonly Group[]
  /** The weights to evaluate a model with, of a rule which has others than those that it trains. */
  evaluationWeights?(group: Group, path: string): Expression | undefined
}

/** What is the same for all parameters in a step. */
export interface Step {
  /** How many steps the optimizer has taken before this one: 0, 1, 2, … It is what schedules go by. */
  readonly step: number
  /** The optimizer's step size in this step. */
  readonly learningRate: number
  /** What rules keep once for all parameters, by its name in the whole. */
  readonly shared: Record<string, Variable>
  /** All parameters of the step, also those that a link before has frozen. */
  readonly variables: readonly Variable[]
  /** What is to be done when every rule has written down its step, to which a rule may add. */
  readonly changes: (() => void)[]
}

/** A rule's slots as expressions. */
export type State<Slot extends string = string> = Readonly<Record<Slot, Expression>>

/** What the step of a rule may depend on besides the gradient and the state. */
export interface StepContext {
  /** How often the parameter has been updated, this step included: 1, 2, 3, … */
  readonly t: number
  /** How many steps the optimizer has taken before this one: 0, 1, 2, … It is what schedules go by. */
  readonly step: number
  /** The current step size; 1 where the rule has none. */
  readonly learningRate: number
}

/** A rule as plain JSON: its name beside its options, e.g. `{ name: 'l2', weightDecay: 1e-6 }`. */
export interface RuleConfig {
  readonly name: string
  readonly [option: string]: unknown
}
