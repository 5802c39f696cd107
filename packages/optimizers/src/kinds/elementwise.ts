import { zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { leaf } from '../engine/cohort.ts'
import type { Cohort } from '../engine/cohort.ts'
import type { Expression } from '../engine/expression.ts'
import type { Rule, RuleDescription, State, StepContext } from '../engine/rule.ts'
import type { DeclaredOptions } from '../options/declare-options.ts'

/** The description of a rule with accumulators. */
export interface Accumulators<Slot extends string = string, ValuesAtStep = object> extends Omit<
  RuleDescription,
  'options'
> {
  /**
   * The rule's options, from {@link declareOptions}. The context of a step contains their values at this step. An
   * option `learningRate` is the rule's learning rate.
   */
  readonly options?: DeclaredOptions<object, ValuesAtStep>
  /** The names of the accumulators of each parameter: any names without `/` and `.`, except `iter`. */
  readonly slots: readonly Slot[]
  /**
   * Creates the initial values of some or all accumulators of a parameter. All other accumulators start as zeros of the
   * parameter's shape. Runs in a `tidy`.
   */
  initSlots?(parameter: Variable): Readonly<Partial<Record<Slot, Tensor>>>
}

/** A rule that is a formula for each element of a parameter. */
export interface Elementwise<Slot extends string = string, ValuesAtStep = object> extends Accumulators<
  Slot,
  ValuesAtStep
> {
  /**
   * Builds the formulas of one step, once for all parameters with the same number of updates. The formulas are computed
   * later: in one fused pass together with the other links of a chain if the active backend supports it, otherwise with
   * tfjs ops.
   *
   * @param gradient The gradient of the loss, or the output of the previous link
   * @param state One expression for each slot
   */
  step(gradient: Expression, state: State<Slot>, context: ElementwiseContext & ValuesAtStep): StepResult<Slot>
  /**
   * Builds the formula of the weights to evaluate a model with, if they differ from the trained weights. Returns
   * undefined while there are no such weights.
   *
   * @param t The number of updates of the parameter: 0, 1, 2, …
   */
  evaluationWeights?(parameter: Expression, state: State<Slot>, t: number): Expression | undefined
}

/** The inputs of a step in addition to the gradient, the state and the rule's options. */
export interface ElementwiseContext extends StepContext {
  /** The parameter's value before this step. */
  readonly parameter: Expression
}

/** The result of a step. */
export interface StepResult<Slot extends string = string> {
  /**
   * The update, or the input of the next link. If undefined, later links do not run and the parameter does not change.
   */
  readonly update: Expression | undefined
  /** The next value of each slot. */
  readonly state: State<Slot>
  /** A different learning rate for later links. */
  readonly learningRate?: number
}

/**
 * Creates a rule from a formula for each element of a parameter.
 *
 * @example
 * const signDescent = elementwise({
 *   name: 'signDescent',
 *   slots: [],
 *   learningRate: 1e-3,
 *   step: (gradient, state, { learningRate }) => ({ update: gradient.sign().mul(-learningRate), state }),
 * })
 */
export function elementwise<const Slot extends string, ValuesAtStep = object>(
  rule: Elementwise<Slot, ValuesAtStep>,
): Rule {
  const { slots, evaluationWeights } = rule
  return {
    ...describeRule(rule),
    init: (parameter, path) => initSlots(rule, parameter, path),
    run: (cohorts, path, { step }) =>
      cohorts.map((cohort) => {
        const state = stateOf(slots, path, cohort)
        return advance(cohort, state, rule.step(cohort.update!, state, contextOf(rule, cohort, step)))
      }),
    evaluationWeights:
      evaluationWeights &&
      ((cohort, path) => {
        return evaluationWeights(cohort.parameter, stateOf(slots, path, cohort), cohort.states[0].t)
      }),
  }
}

/** Returns the rule's description. */
export function describeRule(rule: Accumulators<string, unknown>): RuleDescription {
  const options = rule.options?.values as RuleDescription['options']
  const learningRate = rule.learningRate ?? (options?.['learningRate'] as RuleDescription['learningRate'])
  return { name: rule.name, learningRate, transforms: rule.transforms, options }
}

/** Creates a parameter's accumulators with their values before the first step. */
export function initSlots(
  rule: Accumulators<string, unknown>,
  parameter: Variable,
  path: string,
): Readonly<Record<string, Tensor>> {
  const initial = rule.initSlots?.(parameter)
  return Object.fromEntries(rule.slots.map((slot) => [path + slot, initial?.[slot] ?? zerosLike(parameter)]))
}

/** Creates the expressions of a rule's slots. */
export function stateOf<Slot extends string>(
  slots: readonly Slot[],
  path: string,
  cohort: Cohort,
): State<Slot> {
  const expressions = slots.map((slot) => {
    const variables = cohort.states.map((state) => state.slots[path + slot])
    return [slot, leaf(cohort, variables)]
  })
  return Object.fromEntries(expressions) as State<Slot>
}

/** Creates the context of a step: the options' values at the step, the counts, the learning rate and the parameter. */
export function contextOf<ValuesAtStep>(
  { options }: Accumulators<string, ValuesAtStep>,
  { parameter, states, learningRate }: Cohort,
  step: number,
): ElementwiseContext & ValuesAtStep {
  const context: ElementwiseContext = { parameter, t: states[0].t + 1, step, learningRate }
  return { ...(options?.at(step) as ValuesAtStep), ...context }
}

/** Returns the cohort after a step. */
export function advance(cohort: Cohort, state: State, result: StepResult): Cohort {
  const { update, learningRate = cohort.learningRate } = result
  const changes = Object.keys(state).map((slot) => [state[slot], result.state[slot]] as const)
  return { ...cohort, update, learningRate, next: [...cohort.next, ...changes] }
}
