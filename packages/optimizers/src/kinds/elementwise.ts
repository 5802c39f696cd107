import { zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Expression } from '../engine/expression.ts'
import { leaf } from '../engine/cohort.ts'
import type { Group } from '../engine/cohort.ts'
import type { Rule, RuleDescription, State, StepContext } from '../engine/rule.ts'

/** What a rule with accumulators says of them. */
export interface Accumulators<Slot extends string = string> extends RuleDescription {
  /** Accumulators of each parameter. Any names without `/` and `.`, except `iter`. */
  readonly slots: readonly Slot[]
  /**
   * How a parameter's accumulators start, all or some; the others as zeros of its shape. Runs in a `tidy`.
   */
  initSlots?(parameter: Variable): Readonly<Partial<Record<Slot, Tensor>>>
}

/** A rule that is a formula for each element of a parameter. */
export interface Elementwise<Slot extends string = string> extends Accumulators<Slot> {
  /**
   * One step. It is written down once for all parameters that have been updated equally often, and computed afterwards:
   * in one fused pass, together with the rest of a chain, where the active backend can; otherwise in tfjs ops.
   *
   * @param gradient The loss's gradient, or what the link before made of it
   * @param state One expression per slot
   */
  step(gradient: Expression, state: State<Slot>, context: ElementwiseContext): StepResult<Slot>
  /**
   * The weights to evaluate a model with, of a rule which has others than those that it trains; undefined while it has
   * none.
   *
   * @param t How often the parameter has been updated: 0, 1, 2, …
   */
  evaluationWeights?(parameter: Expression, state: State<Slot>, t: number): Expression | undefined
}

/** What a step may depend on besides the gradient and the state. */
export interface ElementwiseContext extends StepContext {
  /** The parameter's value before this step. */
  readonly parameter: Expression
}

/** What a step returns. */
export interface StepResult<Slot extends string = string> {
  /** The update, or the next link's input. Without one, the links behind do not run, and the parameter stays as it is. */
  readonly update: Expression | undefined
  readonly state: State<Slot>
  /** Another learning rate for the links behind. */
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
export function elementwise<const Slot extends string>(rule: Elementwise<Slot>): Rule {
  const { slots, step, evaluationWeights, ...description } = rule
  return {
    ...description,
    init: (parameter, path) => initSlots(rule, parameter, path),
    run: (groups, path, { step: index }) =>
      groups.map((group) => {
        const state = stateOf(slots, path, group)
        const { parameter, learningRate } = group
        const context = { parameter, t: updatesOf(group), step: index, learningRate }
        return advance(group, state, step(group.update!, state, context))
      }),
    evaluationWeights:
      evaluationWeights &&
      ((group, path) => {
        return evaluationWeights(group.parameter, stateOf(slots, path, group), group.states[0].t)
      }),
  }
}

/** A parameter's accumulators before the first step. */
export function initSlots(
  rule: Accumulators,
  parameter: Variable,
  path: string,
): Readonly<Record<string, Tensor>> {
  const initial = rule.initSlots?.(parameter)
  return Object.fromEntries(rule.slots.map((slot) => [path + slot, initial?.[slot] ?? zerosLike(parameter)]))
}

/** The slots of a rule, as expressions. */
export function stateOf<Slot extends string>(
  slots: readonly Slot[],
  path: string,
  group: Group,
): State<Slot> {
  const expressions = slots.map((slot) => {
    const variables = group.states.map((state) => state.slots[path + slot])
    return [slot, leaf(group, variables)]
  })
  return Object.fromEntries(expressions) as State<Slot>
}

/** How often a group's variables have been updated, this step included. */
export function updatesOf(group: Group): number {
  return group.states[0].t + 1
}

/** The group after a step. */
export function advance(group: Group, state: State, result: StepResult): Group {
  const { update, learningRate = group.learningRate } = result
  const changes = Object.keys(state).map((slot) => [state[slot], result.state[slot]] as const)
  return { ...group, update, learningRate, next: [...group.next, ...changes] }
}
