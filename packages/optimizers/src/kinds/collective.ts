import { add, scalar, tidy, variable } from '@tensorflow/tfjs-core'
import { sumUp } from '../engine/compute.ts'
import type { Expression } from '../engine/expression.ts'
import { leaf } from '../engine/cohort.ts'
import type { Rule, State, Step } from '../engine/rule.ts'
import { advance, elementwise, stateOf, updatesOf } from './elementwise.ts'
import type { Elementwise, ElementwiseContext, StepResult } from './elementwise.ts'

/** A formula for each element which depends on sums over elements, or on numbers that all parameters share. */
export interface Collective<Slot extends string = string> extends Omit<Elementwise<Slot>, 'step'> {
  /** What is to be summed up over the elements before the step. */
  sums?(
    gradient: Expression,
    state: State<Slot>,
    context: SharedContext,
  ): Readonly<Record<string, Expression>>
  /** Numbers that the rule remembers once for all parameters, as they are before the first step. */
  readonly shared?: Readonly<Record<string, number>>
  /**
   * The next of the shared numbers, rounded to float32. Runs once a step, before {@link step}, which gets them.
   *
   * @param readTotal Reads a total of {@link sums} from the backend, which waits for it
   */
  share?(
    shared: Readonly<Record<string, number>>,
    context: { readonly step: number; readonly learningRate: number; readTotal(name: string): number },
  ): Readonly<Record<string, number>>
  /** One step. */
  step(gradient: Expression, state: State<Slot>, context: CollectiveContext): StepResult<Slot>
}

/** What the sums may depend on besides the gradient and the state. */
export interface SharedContext extends ElementwiseContext {
  /** The shared numbers. */
  readonly shared: Readonly<Record<string, number>>
}

/** What a step may depend on besides the gradient and the state. */
export interface CollectiveContext extends SharedContext {
  /** {@link Collective.sums} over the elements of this parameter, by the same names. */
  readonly sums: Readonly<Record<string, Expression>>
  /** {@link Collective.sums} over the elements of all parameters that are updated in this step. */
  readonly totals: Readonly<Record<string, Expression>>
}

/**
 * Makes a rule of a formula for each element which depends on sums over elements, or on numbers that all parameters
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
export function collective<const Slot extends string>(rule: Collective<Slot>): Rule {
  const { sums, shared: initial = {}, share, step, ...description } = rule
  return {
    ...elementwise({ ...description, step: (update, state) => ({ update, state }) }),
    run(groups, path, { step: index, learningRate, shared: variables, changes }) {
      const now = readShared(initial, path, variables)
      const states = groups.map((group) => stateOf(rule.slots, path, group))
      const contexts = groups.map((group) => {
        const { parameter, learningRate } = group
        return { parameter, t: updatesOf(group), step: index, learningRate, shared: now }
      })
      const formulas = groups.map((group, i) => sums?.(group.update!, states[i], contexts[i]) ?? {})
      const names = Object.keys(formulas[0])
      const bySum = groups.map((group, i) => sumUp(group, Object.values(formulas[i])))
      const readTotal = (name: string): number => {
        const all = bySum.flatMap((lists) => lists[names.indexOf(name)])
        return all.reduce((total, sum) => total + sum.dataSync()[0], 0)
      }
      const next = share?.(now, { step: index, learningRate, readTotal }) ?? now
      const shared = Object.fromEntries(
        Object.entries(next).map(([name, value]) => [name, Math.fround(value)]),
      )
      changes.push(() => writeShared(shared, path, variables))
      const totalOf = once((n: number) =>
        bySum.flatMap((lists) => lists[n]).reduce((total, one) => add(total, one)),
      )
      return groups.map((group, i) => {
        const sumsOf = byName(names, (n) => leaf(group, bySum[i][n]))
        const totals = byName(names, (n) =>
          leaf(
            group,
            group.variables.map(() => totalOf(n)),
          ),
        )
        const result = step(group.update!, states[i], { ...contexts[i], shared, sums: sumsOf, totals })
        return advance(group, states[i], result)
      })
    },
  }
}

/** What a function gives for each name's place, when it is asked for. */
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
    const own = path + name
    tidy(() => {
      if (own in variables) variables[own].assign(scalar(value))
      else variables[own] = variable(scalar(value), false)
    })
  }
}
