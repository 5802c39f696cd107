import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { leaf } from '../engine/cohort.ts'
import { compute } from '../engine/compute.ts'
import type { Rule, StepContext } from '../engine/rule.ts'
import { advance, contextOf, describeRule, initSlots, stateOf } from './elementwise.ts'
import type { Accumulators } from './elementwise.ts'

/**
 * A rule of tfjs ops on whole tensors, for steps that are not elementwise, such as products of matrices or means over
 * axes.
 */
export interface Tensorwise<Slot extends string = string, ValuesAtStep = object> extends Accumulators<
  Slot,
  ValuesAtStep
> {
  /**
   * Computes one step of one parameter. Runs in a `tidy`: the returned tensors are kept, and all other tensors are
   * disposed.
   *
   * @param gradient The gradient of the loss, or the output of the previous link; has the parameter's shape
   * @param state One variable for each slot. Do not assign to it
   */
  step(
    gradient: Tensor,
    state: Readonly<Record<Slot, Variable>>,
    context: TensorwiseContext & ValuesAtStep,
  ): { readonly update: Tensor; readonly state: Readonly<Record<Slot, Tensor>> }
}

/** The inputs of a step in addition to the gradient, the state and the rule's options. */
export interface TensorwiseContext extends StepContext {
  /** The parameter before this step. Do not assign to it. */
  readonly parameter: Variable
}

/**
 * Creates a rule from tfjs ops on one parameter.
 *
 * @example
 * const normalized = tensorwise({
 *   name: 'normalized',
 *   slots: [],
 *   transforms: 'gradient',
 *   step: (gradient, state) => ({ update: div(gradient, norm(gradient)), state }),
 * })
 */
export function tensorwise<const Slot extends string, ValuesAtStep = object>(
  rule: Tensorwise<Slot, ValuesAtStep>,
): Rule {
  const { slots } = rule
  return {
    ...describeRule(rule),
    init: (parameter, path) => initSlots(rule, parameter, path),
    run: (cohorts, path, { step }) =>
      cohorts.map((cohort) => {
        const gradients = compute(cohort, cohort.update!)
        const context = contextOf(rule, cohort, step)
        const results = cohort.variables.map((parameter, i) => {
          const variables = slots.map((slot) => [slot, cohort.states[i].slots[path + slot]])
          const state = Object.fromEntries(variables) as Record<Slot, Variable>
          return rule.step(gradients[i], state, { ...context, parameter })
        })
        const leafOf = (tensorOf: (result: (typeof results)[number]) => Tensor) =>
          leaf(cohort, results.map(tensorOf))
        const next = slots.map((slot) => [slot, leafOf(({ state }) => state[slot])])
        const update = leafOf((result) => result.update)
        return advance(cohort, stateOf(slots, path, cohort), { update, state: Object.fromEntries(next) })
      }),
  }
}
