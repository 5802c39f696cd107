import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { Expression } from './expression.ts'
import type { VariableState } from './variable-state.ts'

/** Parameters that take a step by the same formulas. */
export interface Group {
  readonly variables: readonly Variable[]
  readonly states: readonly VariableState[]
  readonly learningRate: number
  /** What expressions are known to be: a tensor for each parameter. */
  readonly tensors: Map<Expression, readonly Tensor[]>
  readonly parameter: Expression
  /** What the links so far give; undefined once one has stopped the group. */
  readonly update: Expression | undefined
  /** Slots, and their next values. */
  readonly next: readonly (readonly [Expression, Expression])[]
}

/** Parameters before the first link, which takes their gradients. */
export function createGroup(
  variables: readonly Variable[],
  states: readonly VariableState[],
  gradients: readonly Tensor[],
  learningRate: number,
): Group {
  const [parameter, update] = [new Expression(), new Expression()]
  const tensors = new Map([
    [parameter, variables],
    [update, gradients],
  ])
  return { variables, states, learningRate, tensors, parameter, update, next: [] }
}

/** Makes an expression that stands for tensors, one for each parameter of the group. */
export function leaf(group: Group, tensors: readonly Tensor[]): Expression {
  const expression = new Expression()
  group.tensors.set(expression, tensors)
  return expression
}

/** Splits a group by a number that each parameter has. */
export function splitGroup(group: Group, numberOf: (index: number) => number): Map<number, Group> {
  const parts = new Map<number, number[]>()
  group.variables.forEach((_, index) => {
    const number = numberOf(index)
    const part = parts.get(number)
    if (part) part.push(index)
    else parts.set(number, [index])
  })
  return new Map([...parts].map(([number, part]) => [number, parts.size === 1 ? group : partOf(group, part)]))
}

function partOf(group: Group, indices: readonly number[]): Group {
  const pick = <T>(list: readonly T[]): T[] => indices.map((index) => list[index])
  const tensors = new Map([...group.tensors].map(([expression, list]) => [expression, pick(list)]))
  return { ...group, variables: pick(group.variables), states: pick(group.states), tensors }
}
