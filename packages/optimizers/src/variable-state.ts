import { scalar, tidy, variable, zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Rule } from './rule.ts'

/** A tensor with a name, as tfjs passes gradients and weights. */
export interface NamedTensor {
  name: string
  tensor: Tensor
}

/** What an optimizer remembers of one variable. */
export interface VariableState {
  /** How often the variable has been updated. */
  t: number
  /** `t` as a tensor, brought up to date when the state is read. */
  readonly iter: Variable
  readonly slots: Readonly<Record<string, Variable>>
}

/** The state of a variable that has not been updated yet. */
export function createState(parameter: Tensor, rule: Rule): VariableState {
  const slots = rule.slots.map((slot) => [slot, tidy(() => variable(zerosLike(parameter), false))])
  return { t: 0, iter: createCount(0), slots: Object.fromEntries(slots) }
}

/** The state's tensors, named `<variable>/iter` and `<variable>/<slot>`; still the state's own. */
export function nameState(name: string, { t, iter, slots }: VariableState): NamedTensor[] {
  tidy(() => iter.assign(scalar(t, 'int32')))
  return Object.entries({ iter, ...slots }).map(([slot, tensor]) => ({ name: `${name}/${slot}`, tensor }))
}

/**
 * Reads back `iter` and what {@link nameState} named, in any order. The tensors are copied.
 *
 * @throws {RangeError} If an entry is missing, or there is one that the rule does not have
 */
export async function restoreStates(
  weights: readonly NamedTensor[],
  rule: Rule,
): Promise<{ iterations: number; states: Map<string, VariableState> }> {
  const iter = weights.find(({ name }) => name === 'iter')
  if (iter === undefined) {
    const names = weights.map(({ name }) => name).join(', ') || 'nothing'
    throw new RangeError(`Optimizer weights lack "iter": expected what getWeights() gives, got ${names}.`)
  }
  const rest = weights.filter((weight) => weight !== iter)
  const saved = [...groupByVariable(rest, rule)]
  // Everything is read before the first await: the caller may dispose the tensors as soon as it gets the promise.
  const counts = [iter.tensor, ...saved.map(([, tensors]) => tensors.iter)].map((tensor) => tensor.data())
  const slots = saved.map(([, tensors]) =>
    Object.fromEntries(rule.slots.map((slot) => [slot, variable(tensors[slot], false)])),
  )
  const [[iterations], ...steps] = await Promise.all(counts)
  const states = saved.map(([name], index): [string, VariableState] => {
    const [t] = steps[index]
    return [name, { t, iter: createCount(t), slots: slots[index] }]
  })
  return { iterations, states: new Map(states) }
}

export function disposeState({ iter, slots }: VariableState): void {
  iter.dispose()
  for (const slot of Object.values(slots)) slot.dispose()
}

function groupByVariable(weights: readonly NamedTensor[], rule: Rule): Map<string, Record<string, Tensor>> {
  const groups = new Map<string, Record<string, Tensor>>()
  for (const { name, tensor } of weights) {
    const slash = Math.max(name.lastIndexOf('/'), 0)
    const variable = name.slice(0, slash)
    groups.set(variable, { ...groups.get(variable), [name.slice(slash + 1)]: tensor })
  }
  const expected = ['iter', ...rule.slots].sort().join(', ')
  for (const [variable, tensors] of groups) {
    const received = Object.keys(tensors).sort().join(', ')
    if (received !== expected) {
      throw new RangeError(
        `Optimizer state of "${variable}" does not fit rule "${rule.name}": expected ${expected}, ` +
          `got ${received}. Restore it with the rule that saved it.`,
      )
    }
  }
  return groups
}

function createCount(t: number): Variable {
  return tidy(() => variable(scalar(t, 'int32'), false))
}
