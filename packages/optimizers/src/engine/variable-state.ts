import { dispose, scalar, tidy, util, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { VariableState } from './cohort.ts'
import type { Rule } from './rule.ts'

/** A tensor with a name: the form in which tfjs passes gradients and weights. */
export interface NamedTensor {
  name: string
  tensor: Tensor
}

/** Creates the state of a variable before its first update. */
export function createState(parameter: Variable, rule: Rule): VariableState {
  const slots = tidy(() =>
    Object.entries(rule.init(parameter, '')).map(([slot, tensor]) => [slot, variable(tensor, false)]),
  )
  return { shape: parameter.shape, t: 0, slots: Object.fromEntries(slots) }
}

/**
 * Checks that a state has the slots and shapes that the rule creates for the variable. A state is checked only once.
 *
 * @throws {RangeError} If the state does not fit
 */
export function checkState(parameter: Variable, state: VariableState, rule: Rule): void {
  if (state.shape && util.arraysEqual(state.shape, parameter.shape)) return
  const describe = (slots: Readonly<Record<string, Tensor>>): string => {
    const parts = Object.entries(slots).map(([slot, { shape }]) => `${slot}[${shape.join(', ')}]`)
    return parts.sort().join(' ') || 'none'
  }
  const [expected, got] = [tidy(() => describe(rule.init(parameter, ''))), describe(state.slots)]
  if (got !== expected) {
    throw new RangeError(
      `Optimizer state does not fit "${parameter.name}" and rule "${rule.name}": expected ${expected}, got ${got}.`,
    )
  }
  state.shape = parameter.shape
}

/**
 * Lists the state's tensors by name: first `<name>/iter`, a new tensor that the caller owns, then each `<name>/<slot>`,
 * which the state still owns. For the name '', the first tensor is called `iter`.
 */
export function nameState(name: string, { t, slots }: VariableState): NamedTensor[] {
  const entries = Object.entries(slots).map(([slot, tensor]) => ({ name: `${name}/${slot}`, tensor }))
  return [{ name: name ? `${name}/iter` : 'iter', tensor: scalar(t, 'int32') }, ...entries]
}

/**
 * Restores states from tensors named as by {@link nameState}, in any order. The tensors are copied.
 *
 * @throws {RangeError} If a count is missing
 */
export async function restoreStates(weights: readonly NamedTensor[]): Promise<Map<string, VariableState>> {
  const states = new Map<string, VariableState>([['', { t: NaN, slots: {} }]])
  // Everything is read before the first await, because the caller may dispose the tensors as soon as it has the promise.
  const counts = weights.map(async ({ name, tensor }) => {
    const slash = name.lastIndexOf('/')
    const owner = name.slice(0, Math.max(slash, 0))
    const slot = name.slice(slash + 1)
    const state = states.get(owner) ?? { t: NaN, slots: {} }
    states.set(owner, state)
    if (slot === 'iter') state.t = (await tensor.data())[0]
    else state.slots[slot] = variable(tensor, false)
  })
  await Promise.all(counts)
  for (const [name, { t }] of states) {
    if (t >= 0) continue
    disposeStates(states)
    const names = weights.map(({ name }) => name).join(', ') || 'nothing'
    throw new RangeError(
      `Optimizer weights lack "${name ? `${name}/iter` : 'iter'}": expected the result of getWeights(), got ${names}.`,
    )
  }
  return states
}

export function disposeStates(states: ReadonlyMap<string, VariableState>): void {
  for (const { slots } of states.values()) dispose(slots)
}
