import { scalar, tidy, util, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Rule } from './rule.ts'

/** A tensor with a name, as tfjs passes gradients and weights. */
export interface NamedTensor {
  name: string
  tensor: Tensor
}

/** What an optimizer remembers of one variable. */
export interface VariableState {
  /** The variable's shape, if one has been seen. */
  shape?: number[]
  /** How often the variable has been updated. */
  t: number
  /** `t` as a tensor, brought up to date when the state is read. */
  readonly iter: Variable
  readonly slots: Readonly<Record<string, Variable>>
}

/** The state of a variable that has not been updated yet. */
export function createState(parameter: Variable, rule: Rule): VariableState {
  const slots = tidy(() => {
    return Object.entries(rule.init(parameter, '')).map(([slot, tensor]) => [slot, variable(tensor, false)])
  })
  return { shape: parameter.shape, t: 0, iter: createCount(0), slots: Object.fromEntries(slots) }
}

/**
 * Checks that a state is a variable's, unless it has been checked before.
 *
 * @throws {RangeError} If it is not
 */
export function checkState(parameter: Variable, state: VariableState, rule: Rule): void {
  if (state.shape !== undefined && util.arraysEqual(state.shape, parameter.shape)) return
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

/** The state's tensors, named `<variable>/iter` and `<variable>/<slot>`; still the state's own. */
export function nameState(name: string, { t, iter, slots }: VariableState): NamedTensor[] {
  tidy(() => iter.assign(scalar(t, 'int32')))
  return Object.entries({ iter, ...slots }).map(([slot, tensor]) => ({ name: `${name}/${slot}`, tensor }))
}

/**
 * Reads back what {@link nameState} named, in any order, and what belongs to no variable, as that of ''. The tensors are
 * copied.
 */
export async function restoreStates(weights: readonly NamedTensor[]): Promise<Map<string, VariableState>> {
  const slots = new Map<string, Record<string, Variable>>()
  // Everything is copied before the first await: the caller may dispose the tensors as soon as it gets the promise.
  for (const { name, tensor } of weights) {
    const slash = name.lastIndexOf('/')
    const owner = name.slice(0, Math.max(slash, 0))
    const own = slots.get(owner) ?? {}
    own[name.slice(slash + 1)] = variable(tensor, false)
    slots.set(owner, own)
  }
  const states = [...slots].map(async ([name, { iter, ...own }]) => {
    const [t] = iter ? await iter.data() : [0]
    return [name, { t, iter, slots: own }] as const
  })
  return new Map(await Promise.all(states))
}

export function disposeState({ iter, slots }: VariableState): void {
  iter.dispose()
  for (const slot of Object.values(slots)) slot.dispose()
}

function createCount(t: number): Variable {
  return tidy(() => variable(scalar(t, 'int32'), false))
}
