import { engine, getBackend, getKernel } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Rule, StepContext, StepResult } from './rule.ts'

/** Runs one step of a rule: as a fused kernel where the active backend has it, in tfjs ops otherwise. */
export function runRule(
  rule: Rule,
  gradient: Tensor,
  state: Readonly<Record<string, Tensor>>,
  context: StepContext,
): StepResult {
  const kernel = rule.kernel?.(context)
  if (kernel === undefined || getKernel(kernel.name, getBackend()) === undefined) {
    return rule.step(gradient, state, context)
  }
  const inputs = { gradient, parameter: context.parameter, ...state }
  const [update, ...next] = engine().runKernel<Tensor[]>(kernel.name, inputs, kernel.attrs)
  return { update, state: Object.fromEntries(rule.slots.map((slot, index) => [slot, next[index]])) }
}
