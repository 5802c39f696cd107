import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { Expression } from './expression.ts'

/** The optimizer's state for one variable. */
export interface VariableState {
  /** The variable's shape, once the state has been checked against it. */
  shape?: number[]
  /** The number of updates of the variable. */
  t: number
  readonly slots: Record<string, Variable>
}

/** A group of parameters whose step has the same formulas, so that one pass can compute it. */
export interface Cohort {
  readonly variables: readonly Variable[]
  readonly states: readonly VariableState[]
  readonly learningRate: number
  /** The expressions that have been evaluated, with one tensor per parameter. */
  readonly tensors: Map<Expression, readonly Tensor[]>
  readonly parameter: Expression
  /** The output of the links so far; undefined once a link has stopped the cohort. */
  readonly update: Expression | undefined
  /** Pairs of the expression of a slot and the expression of its next value. */
  readonly next: readonly (readonly [Expression, Expression])[]
}

/** Creates the cohort that is the input of the first link: all parameters and their gradients. */
export function createCohort(
  variables: readonly Variable[],
  states: readonly VariableState[],
  gradients: readonly Tensor[],
  learningRate: number,
): Cohort {
  const [parameter, update] = [new Expression(), new Expression()]
  const tensors = new Map([
    [parameter, variables],
    [update, gradients],
  ])
  return { variables, states, learningRate, tensors, parameter, update, next: [] }
}

/** Creates an expression that represents known tensors, one for each parameter of the cohort. */
export function leaf(cohort: Cohort, tensors: readonly Tensor[]): Expression {
  const expression = new Expression()
  cohort.tensors.set(expression, tensors)
  return expression
}

/** Splits a cohort into one cohort for each value of `numberOf`, which maps the index of a parameter to a number. */
export function splitCohort(cohort: Cohort, numberOf: (index: number) => number): Map<number, Cohort> {
  const parts = new Map<number, number[]>()
  cohort.variables.forEach((_, index) => {
    const number = numberOf(index)
    const part = parts.get(number)
    if (part) part.push(index)
    else parts.set(number, [index])
  })
  return new Map(
    [...parts].map(([number, part]) => [number, parts.size === 1 ? cohort : partOf(cohort, part)]),
  )
}

function partOf(cohort: Cohort, indices: readonly number[]): Cohort {
  const pick = <T>(list: readonly T[]): T[] => indices.map((index) => list[index])
  const tensors = new Map([...cohort.tensors].map(([expression, list]) => [expression, pick(list)]))
  return { ...cohort, variables: pick(cohort.variables), states: pick(cohort.states), tensors }
}
