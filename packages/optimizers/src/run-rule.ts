import { engine, getBackend, getKernel } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { own } from './own.ts'
import type { Rule, StepContext, StepResult } from './rule.ts'

/**
 * Runs one step of a rule: as a fused kernel, which changes the state in place, where the active backend has it, in
 * tfjs ops otherwise.
 */
export function runRule(
  rule: Rule,
  gradient: Tensor,
  state: Readonly<Record<string, Variable>>,
  context: StepContext,
): StepResult {
  const kernel = rule.kernel?.(context)
  if (kernel === undefined || !hasKernel(kernel.name)) return rule.step(gradient, state, context)
  for (const slot of rule.slots) own(state[slot])
  const inputs = { gradient, parameter: context.parameter, ...state }
  return { update: engine().runKernel<Tensor>(kernel.name, inputs, kernel.attrs), state }
}

/** Whether the active backend has a kernel. */
export function hasKernel(name: string): boolean {
  return getKernel(name, getBackend()) !== undefined
}
