import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Schedule } from '../options/schedule.ts'
import { toJson } from '../options/to-json.ts'
import type { Cohort } from './cohort.ts'
import type { Expression } from './expression.ts'

/** The description of a rule: its name, its learning rate and its options. */
export interface RuleDescription {
  /** The identifier in configs, in camel case without underscores: `'adaBelief'`. */
  readonly name: string
  /** The learning rate that the optimizer starts with. Absent on transforms and on rules without a learning rate. */
  readonly learningRate?: number | Schedule
  /**
   * The input and output of a transform. In a chain, gradient transforms come before the rule and update transforms
   * after the rule. Absent on a rule, which turns a gradient into an update.
   */
  readonly transforms?: 'gradient' | 'update'
  /** Every option, with defaults filled in. `createRule` recreates the rule from the name and these options. */
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
 * `elementwise`, `collective` and `tensorwise` create rules.
 */
export interface Rule extends RuleDescription {
  /**
   * Creates a parameter's accumulators with their values before the first step, keyed by their names in the optimizer.
   *
   * @param path The rule's position in the optimizer, such as `1.` for the second link of a chain
   */
  init(parameter: Variable, path: string): Readonly<Record<string, Tensor>>
  /**
   * Builds the formulas of one step.
   *
   * @param cohorts The parameters, with the output of the previous link; at least one cohort
   * @returns The parameters, with the output of this rule, possibly in other cohorts
   */
  run(cohorts: readonly Cohort[], path: string, step: Step): readonly Cohort[]
  /**
   * Builds the formula of the weights to evaluate a model with. Absent on rules that evaluate with the trained weights.
   */
  evaluationWeights?(cohort: Cohort, path: string): Expression | undefined
}

/** The inputs of a step that all parameters share. */
export interface Step {
  /** The number of steps that the optimizer took before this step: 0, 1, 2, … Schedules depend on this number. */
  readonly step: number
  /** The optimizer's learning rate in this step. */
  readonly learningRate: number
  /** The numbers that rules share between all parameters, keyed by their names in the optimizer. */
  readonly shared: Record<string, Variable>
  /** All parameters of the step, including parameters that an earlier link froze. */
  readonly variables: readonly Variable[]
  /** Functions that run after every rule has built its step. A rule may add functions. */
  readonly changes: (() => void)[]
}

/** A rule's slots as expressions. */
export type State<Slot extends string = string> = Readonly<Record<Slot, Expression>>

/** The inputs of a rule's step in addition to the gradient, the state and the rule's options. */
export interface StepContext {
  /** The number of updates of the parameter, including this step: 1, 2, 3, … */
  readonly t: number
  /** The number of steps that the optimizer took before this step: 0, 1, 2, … Schedules depend on this number. */
  readonly step: number
  /** The current learning rate; 1 if the rule has none. */
  readonly learningRate: number
}

/** A rule as plain JSON: an object with its name and its options, such as `{ name: 'l2', weightDecay: 1e-6 }`. */
export interface RuleConfig {
  /** The rule's name, such as `'adaBelief'`, or `'chain'`. */
  readonly name: string
  /** The rule's options. The `links` of a chain are a list of configs; a schedule is a {@link ScheduleConfig}. */
  readonly [option: string]: unknown
}

/** Describes a rule as plain JSON, from which `createRule` recreates the rule. */
export function ruleConfig({ name, options }: RuleDescription): RuleConfig {
  return toJson({ name, ...options }) as RuleConfig
}
