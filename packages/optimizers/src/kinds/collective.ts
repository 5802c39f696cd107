import { add, scalar, tidy, variable } from '@tensorflow/tfjs-core'
import { leaf } from '../engine/cohort.ts'
import { computeSums } from '../engine/compute.ts'
import type { Expression } from '../engine/expression.ts'
import type { Rule, State, Step } from '../engine/rule.ts'
import { advance, contextOf, elementwise, stateOf } from './elementwise.ts'
import type { Elementwise, ElementwiseContext, StepResult } from './elementwise.ts'

/** A rule whose formula for each element depends on sums over elements, or on numbers that all parameters share. */
export interface Collective<Slot extends string = string, ValuesAtStep = object> extends Omit<
  Elementwise<Slot, ValuesAtStep>,
  'step'
> {
  /** Builds the expressions whose sums over the elements the step needs. */
  sums?(
    gradient: Expression,
    state: State<Slot>,
    context: SharedContext & ValuesAtStep,
  ): Readonly<Record<string, Expression>>
  /** The initial values of numbers that the rule shares between all parameters. */
  readonly shared?: Readonly<Record<string, number>>
  /**
   * Computes the next shared numbers, which are rounded to float32. Runs once per step, before {@link step}, whose
   * context contains the new numbers.
   */
  share?(
    shared: Readonly<Record<string, number>>,
    context: ShareContext & ValuesAtStep,
  ): Readonly<Record<string, number>>
  /** Builds the formulas of one step. */
  step(gradient: Expression, state: State<Slot>, context: CollectiveContext & ValuesAtStep): StepResult<Slot>
}

/** The inputs of {@link Collective.share} in addition to the shared numbers and the rule's options. */
export interface ShareContext {
  /** The number of steps that the optimizer took before this step: 0, 1, 2, … */
  readonly step: number
  /** The optimizer's learning rate in this step. */
  readonly learningRate: number
  /** Returns a sum of {@link Collective.sums} over all parameters. Waits for the backend to compute the sum. */
  readTotal(name: string): number
}

/** The inputs of {@link Collective.sums} in addition to the gradient, the state and the rule's options. */
export interface SharedContext extends ElementwiseContext {
  /** The shared numbers. */
  readonly shared: Readonly<Record<string, number>>
}

/** The inputs of a step in addition to the gradient, the state and the rule's options. */
export interface CollectiveContext extends SharedContext {
  /** The {@link Collective.sums} over the elements of this parameter, keyed by the same names. */
  readonly sums: Readonly<Record<string, Expression>>
  /** The {@link Collective.sums} over the elements of all parameters of this step, keyed by the same names. */
  readonly totals: Readonly<Record<string, Expression>>
}

/**
 * Creates a rule from a formula for each element that depends on sums over elements, or on numbers that all parameters
 * share.
 *
 * @example
 * const normalized = collective({
 *   name: 'normalized',
 *   slots: [],
 *   transforms: 'gradient',
 *   sums: (gradient) => ({ squares: gradient.square() }),
 *   step: (gradient, state, { totals }) => ({ update: gradient.div(totals.squares.sqrt()), state }),
 * })
 */
export function collective<const Slot extends string, ValuesAtStep = object>(
  rule: Collective<Slot, ValuesAtStep>,
): Rule {
  const { sums, shared: initial = {}, share, step, ...description } = rule
  return {
    ...elementwise({ ...description, step: (update, state) => ({ update, state }) }),
    run(cohorts, path, { step: index, learningRate, shared: variables, changes }) {
      const before = readShared(initial, path, variables)
      const states = cohorts.map((cohort) => stateOf(rule.slots, path, cohort))
      const contexts = cohorts.map((cohort) => ({ ...contextOf(rule, cohort, index), shared: before }))
      const formulas = cohorts.map((cohort, i) => sums?.(cohort.update!, states[i], contexts[i]) ?? {})
      const names = Object.keys(formulas[0])
      const tensors = cohorts.map((cohort, i) => computeSums(cohort, Object.values(formulas[i])))
      const readTotal = (name: string): number => {
        const all = tensors.flatMap((lists) => lists[names.indexOf(name)])
        return all.reduce((total, sum) => total + sum.dataSync()[0], 0)
      }
      const shareContext: ShareContext = { step: index, learningRate, readTotal }
      const values = rule.options?.at(index) as ValuesAtStep
      const next = share?.(before, { ...values, ...shareContext }) ?? before
      const shared = Object.fromEntries(
        Object.entries(next).map(([name, value]) => [name, Math.fround(value)]),
      )
      changes.push(() => writeShared(shared, path, variables))
      const totalOf = once((n: number) =>
        tensors.flatMap((lists) => lists[n]).reduce((total, sum) => add(total, sum)),
      )
      return cohorts.map((cohort, i) => {
        const sumsOf = byName(names, (n) => leaf(cohort, tensors[i][n]))
        const totals = byName(names, (n) =>
          leaf(
            cohort,
            cohort.variables.map(() => totalOf(n)),
          ),
        )
        const result = step(cohort.update!, states[i], { ...contexts[i], shared, sums: sumsOf, totals })
        return advance(cohort, states[i], result)
      })
    },
  }
}

/** Creates an object whose properties are computed on first read, from the index of their name. */
function byName<Value>(names: readonly string[], valueOf: (index: number) => Value): Record<string, Value> {
  const getters = names.map((name, index) => [name, { get: once(() => valueOf(index)) }])
  return Object.defineProperties({}, Object.fromEntries(getters)) as Record<string, Value>
}

/** Returns a function that computes the value for an index only once. */
function once<Value>(valueOf: (index: number) => Value): (index?: number) => Value {
  const known = new Map<number, Value>()
  return (index = 0) => {
    if (!known.has(index)) known.set(index, valueOf(index))
    return known.get(index)!
  }
}

function readShared(
  initial: Readonly<Record<string, number>>,
  path: string,
  variables: Step['shared'],
): Readonly<Record<string, number>> {
  const entries = Object.entries(initial).map(([name, value]) => {
    return [name, variables[path + name]?.dataSync()[0] ?? value]
  })
  return Object.fromEntries(entries) as Record<string, number>
}

function writeShared(
  numbers: Readonly<Record<string, number>>,
  path: string,
  variables: Step['shared'],
): void {
  for (const [name, value] of Object.entries(numbers)) {
    const key = path + name
    tidy(() => {
      if (key in variables) variables[key].assign(scalar(value))
      else variables[key] = variable(scalar(value), false)
    })
  }
}
