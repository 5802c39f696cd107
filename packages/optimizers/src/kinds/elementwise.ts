import { zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { leaf } from '../engine/cohort.ts'
import type { Cohort } from '../engine/cohort.ts'
import type { Expression } from '../engine/expression.ts'
import type { Rule, RuleDescription, State, StepContext } from '../engine/rule.ts'
import type { DeclaredOptions } from '../options/declare-options.ts'

/** What a rule with accumulators says of itself. */
export interface Accumulators<Slot extends string = string, ValuesAtStep = object> extends Omit<
  RuleDescription,
  'options'
> {
  /**
   * The rule's options. Their values at a step are in the context of the step, and an option `learningRate` is the rule's
   * learning rate.
   */
  readonly options?: DeclaredOptions<object, ValuesAtStep>
  /** Accumulators of each parameter. Any names without `/` and `.`, except `iter`. */
  readonly slots: readonly Slot[]
  /**
   * Makes the first values of a parameter's accumulators, all or some of them; the others start as zeros of the
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
   * Writes down one step, once for all parameters that have been updated equally often. The step is computed afterwards:
   * in one fused pass, together with the other links of a chain, where the active backend can; otherwise by tfjs ops.
   *
   * @param gradient The loss's gradient, or what the link before made of it
   * @param state One expression for each slot
   */
  step(gradient: Expression, state: State<Slot>, context: ElementwiseContext & ValuesAtStep): StepResult<Slot>
  /**
   * Writes down the weights to evaluate a model with, for a rule that evaluates with other weights than it trains;
   * undefined while it has none.
   *
   * @param t How often the parameter has been updated: 0, 1, 2, …
   */
  evaluationWeights?(parameter: Expression, state: State<Slot>, t: number): Expression | undefined
}

/** What a step may depend on besides the gradient, the state and the rule's options. */
export interface ElementwiseContext extends StepContext {
  /** The parameter's value before this step. */
  readonly parameter: Expression
}

/** What a step returns. */
export interface StepResult<Slot extends string = string> {
  /** The update, or the next link's input. If undefined, the links after do not run, and the parameter does not change. */
  readonly update: Expression | undefined
  /** The next value of each slot. */
  readonly state: State<Slot>
  /** Another learning rate for the links after. */
  readonly learningRate?: number
}

/**
 * Makes a rule of a formula for each element of a parameter.
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

/** Describes a rule by its name and its options. */
export function describeRule(rule: Accumulators<string, unknown>): RuleDescription {
  const options = rule.options?.values as RuleDescription['options']
  const learningRate = rule.learningRate ?? (options?.['learningRate'] as RuleDescription['learningRate'])
  return { name: rule.name, learningRate, transforms: rule.transforms, options }
}

/** Makes a parameter's accumulators as they are before its first step. */
export function initSlots(
  rule: Accumulators<string, unknown>,
  parameter: Variable,
  path: string,
): Readonly<Record<string, Tensor>> {
  const initial = rule.initSlots?.(parameter)
  return Object.fromEntries(rule.slots.map((slot) => [path + slot, initial?.[slot] ?? zerosLike(parameter)]))
}

/** Makes the expressions of a rule's slots. */
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

/** Gathers what a step may depend on: the options' values at the step, the counts, the learning rate and the parameter. */
export function contextOf<ValuesAtStep>(
  { options }: Accumulators<string, ValuesAtStep>,
  { parameter, states, learningRate }: Cohort,
  step: number,
): ElementwiseContext & ValuesAtStep {
  const context: ElementwiseContext = { parameter, t: states[0].t + 1, step, learningRate }
  return { ...(options?.at(step) as ValuesAtStep), ...context }
}

/** The cohort after a step. */
export function advance(cohort: Cohort, state: State, result: StepResult): Cohort {
  const { update, learningRate = cohort.learningRate } = result
  const changes = Object.keys(state).map((slot) => [state[slot], result.state[slot]] as const)
  return { ...cohort, update, learningRate, next: [...cohort.next, ...changes] }
}
