import { add, scalar, tidy, variable } from '@tensorflow/tfjs-core'
import { leaf } from '../engine/cohort.ts'
import { computeSums } from '../engine/compute.ts'
import type { Expression } from '../engine/expression.ts'
import type { Rule, State, Step } from '../engine/rule.ts'
import { advance, contextOf, elementwise, stateOf } from './elementwise.ts'
import type { Elementwise, ElementwiseContext, StepResult } from './elementwise.ts'

/** A formula for each element that depends on sums over elements, or on numbers that all parameters share. */
export interface Collective<Slot extends string = string, ValuesAtStep = object> extends Omit<
  Elementwise<Slot, ValuesAtStep>,
  'step'
> {
  /** Writes down what is to be summed over the elements before the step. */
  sums?(
    gradient: Expression,
    state: State<Slot>,
    context: SharedContext & ValuesAtStep,
  ): Readonly<Record<string, Expression>>
  /** Numbers that the rule remembers once for all parameters, as they are before the first step. */
  readonly shared?: Readonly<Record<string, number>>
  /**
   * Computes the next shared numbers, which are rounded to float32. Runs once a step, before {@link step}, which gets
   * them.
   */
  share?(
    shared: Readonly<Record<string, number>>,
    context: ShareContext & ValuesAtStep,
  ): Readonly<Record<string, number>>
  /** Writes down one step. */
  step(gradient: Expression, state: State<Slot>, context: CollectiveContext & ValuesAtStep): StepResult<Slot>
}

/** What the next shared numbers may depend on besides the shared numbers and the rule's options. */
export interface ShareContext {
  /** How many steps the optimizer has taken before this one: 0, 1, 2, … */
  readonly step: number
  /** The optimizer's step size in this step. */
  readonly learningRate: number
  /** Reads a total of {@link Collective.sums} from the backend, and waits for it. */
  readTotal(name: string): number
}

/** What the sums may depend on besides the gradient, the state and the rule's options. */
export interface SharedContext extends ElementwiseContext {
  /** The shared numbers. */
  readonly shared: Readonly<Record<string, number>>
}

/** What a step may depend on besides the gradient, the state and the rule's options. */
export interface CollectiveContext extends SharedContext {
  /** {@link Collective.sums} over the elements of this parameter, by the same names. */
  readonly sums: Readonly<Record<string, Expression>>
  /** {@link Collective.sums} over the elements of all parameters that are updated in this step. */
  readonly totals: Readonly<Record<string, Expression>>
}

/**
 * Makes a rule of a formula for each element that depends on sums over elements, or on numbers that all parameters share.
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

/** Makes an object whose properties are computed from a name's place when they are read first. */
function byName<Value>(names: readonly string[], valueOf: (place: number) => Value): Record<string, Value> {
  const getters = names.map((name, place) => [name, { get: once(() => valueOf(place)) }])
  return Object.defineProperties({}, Object.fromEntries(getters)) as Record<string, Value>
}

/** Remembers what a function gave for a place. */
function once<Value>(valueOf: (place: number) => Value): (place?: number) => Value {
  const known = new Map<number, Value>()
  return (place = 0) => {
    if (!known.has(place)) known.set(place, valueOf(place))
    return known.get(place)!
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
