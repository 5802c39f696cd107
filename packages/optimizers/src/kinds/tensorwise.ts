import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { evaluate } from '../engine/compute.ts'
import { leaf } from '../engine/cohort.ts'
import type { Rule, StepContext } from '../engine/rule.ts'
import { advance, initSlots, stateOf, updatesOf } from './elementwise.ts'
import type { Accumulators } from './elementwise.ts'

/** A rule of tfjs ops, for what is no formula for each element: matrices, means over axes. */
export interface Tensorwise<Slot extends string = string> extends Accumulators<Slot> {
  /**
   * One step of one parameter. Runs in a `tidy`: what it returns is kept, what it makes on the way is disposed.
   *
   * @param gradient The loss's gradient, or what the link before made of it; the parameter's shape
   * @param state One tensor per slot; not to be assigned to
   */
  step(
    gradient: Tensor,
    state: Readonly<Record<Slot, Variable>>,
    context: TensorwiseContext,
  ): { readonly update: Tensor; readonly state: Readonly<Record<Slot, Tensor>> }
}

/** What a step may depend on besides the gradient and the state. */
export interface TensorwiseContext extends StepContext {
  /** The parameter before this step; not to be assigned to. */
  readonly parameter: Variable
}

/**
 * Makes a rule of tfjs ops on one parameter.
 *
 * @example
 * const normalized = tensorwise({
 *   name: 'normalized',
 *   slots: [],
 *   transforms: 'gradient',
 *   step: (gradient, state) => ({ update: div(gradient, norm(gradient)), state }),
 * })
 */
export function tensorwise<const Slot extends string>(rule: Tensorwise<Slot>): Rule {
  const { slots, step, ...description } = rule
  return {
    ...description,
    init: (parameter, path) => initSlots(rule, parameter, path),
    run: (groups, path, { step: index }) =>
      groups.map((group) => {
        const gradients = evaluate(group, group.update!)
        const { learningRate } = group
        const results = group.variables.map((parameter, i) => {
          const variables = slots.map((slot) => [slot, group.states[i].slots[path + slot]])
          const state = Object.fromEntries(variables) as Record<Slot, Variable>
          return step(gradients[i], state, { parameter, t: updatesOf(group), step: index, learningRate })
        })
        const update = leaf(
          group,
          results.map((result) => result.update),
        )
        const next = slots.map((slot) => [
          slot,
          leaf(
            group,
            results.map(({ state }) => state[slot]),
          ),
        ])
        return advance(group, stateOf(slots, path, group), { update, state: Object.fromEntries(next) })
      }),
  }
}
