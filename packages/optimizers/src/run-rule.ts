import { engine, getBackend, getKernel } from '@tensorflow/tfjs-core'
import type { NamedAttrMap, NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core'
import { own } from './own.ts'
import type { Rule, StepContext } from './rule.ts'
import { runLinks } from './run-links.ts'
import type { Result } from './run-links.ts'

/** Accumulators by slot, in lists with an entry for each parameter. */
export type Slots<Value extends Tensor> = Readonly<Record<string, readonly Value[]>>

/**
 * Runs one step of a rule on several parameters, the entries of the lists: all of them in one fused kernel, which
 * changes the state in place, where the active backend has it; otherwise link by link, or one by one in tfjs ops.
 *
 * @returns The updates and the next state. What a kernel changed in place is the list that was given
 */
export function runRule(
  rule: Rule,
  gradients: readonly Tensor[],
  state: Slots<Variable>,
  contexts: readonly StepContext[],
): Result<readonly Tensor[], readonly Tensor[]> {
  const update = runByKernel(rule, gradients, state, contexts)
  if (update !== undefined) return { update, state }
  if (rule.links !== undefined) {
    return runLinks(rule.links, gradients, state, (link, ...input) => runRule(link, ...input, contexts))
  }
  const results = gradients.map((gradient, index) => {
    const slots = Object.fromEntries(rule.slots.map((slot) => [slot, state[slot][index]]))
    return rule.step(gradient, slots, contexts[index])
  })
  return {
    update: results.map((result) => result.update),
    state: Object.fromEntries(rule.slots.map((slot) => [slot, results.map((result) => result.state[slot])])),
  }
}

/** The updates, or undefined where the active backend has no kernel for the rule. */
function runByKernel(
  rule: Rule,
  gradient: readonly Tensor[],
  state: Slots<Variable>,
  contexts: readonly StepContext[],
): readonly Tensor[] | undefined {
  const [first, ...others] = contexts
  const call = rule.kernel?.(first)
  if (call === undefined || !hasKernel(call.name)) return undefined
  const steps = [call.attrs]
  for (const context of others) {
    const { name, attrs } = rule.kernel!(context)
    if (name !== call.name) return undefined
    steps.push(attrs)
  }
  for (const slot of rule.slots) own(state[slot])
  const parameter = contexts.map((context) => context.parameter)
  return callKernel(call.name, { gradient, parameter, ...state }, { steps })
}

/** Calls a kernel that takes lists of tensors. tfjs hands its inputs through, but is typed for single ones. */
export function callKernel(
  name: string,
  inputs: Readonly<Record<string, readonly Tensor[]>>,
  attrs: object = {},
): readonly Tensor[] {
  return engine().runKernel<Tensor[]>(name, inputs as unknown as NamedTensorMap, attrs as NamedAttrMap)
}

/** Whether the active backend has a kernel. */
export function hasKernel(name: string): boolean {
  return getKernel(name, getBackend()) !== undefined
}
