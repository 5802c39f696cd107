import { describe, expect, it } from '@jest/globals'
import { declareOptions } from './declare-options.ts'
import {
  fixed,
  flag,
  nonNegative,
  nonNegativeInteger,
  oneOf,
  optional,
  positive,
  positiveInteger,
  unitInterval,
} from './option.ts'
import type { Hyperparameter } from './schedule.ts'

interface Options {
  readonly learningRate?: Hyperparameter
  readonly beta?: Hyperparameter
  readonly start?: number
  readonly nesterov?: boolean
}

const table = {
  learningRate: nonNegative(0.1),
  beta: unitInterval(0.9),
  start: fixed(nonNegative(0)),
  nesterov: flag(false),
}
const declare = (options: Options) => declareOptions(options, table)

describe('declareOptions', () => {
  it('fills in the defaults, in the order of the table', () => {
    const { values } = declare({ nesterov: true, beta: undefined })
    expect(JSON.stringify(values)).toBe('{"learningRate":0.1,"beta":0.9,"start":0,"nesterov":true}')
  })

  it('evaluates schedules at a step, except the learning rate', () => {
    const never = (): number => {
      throw new Error('The optimizer evaluates it.')
    }
    const { at } = declare({ learningRate: never, beta: (step) => step / 10 })
    expect(at(3)).toEqual({ beta: 0.3, start: 0, nesterov: false })
  })

  it('rejects a value out of range, of a schedule at its step', () => {
    const { at } = declare({ beta: (step) => step / 2 })
    expect(at(1)).toMatchObject({ beta: 0.5 })
    expect(() => at(2)).toThrow(new RangeError('`beta` must be in [0, 1), got 1 at step 2.'))
    expect(() => declare({ beta: null as never })).toThrow('`beta` must be in [0, 1), got null.')
    expect(() => declare({ start: (() => 1) as never })).toThrow(
      '`start` must be a non-negative number, got a function.',
    )
  })

  it('copies lists', () => {
    const list = [1, 2]
    const any = { initial: undefined, resolve: (_: string, value: readonly number[]) => () => value }
    const { values } = declareOptions({ list }, { list: any })
    list.push(3)
    expect(values.list).toEqual([1, 2])
  })

  it('does not compile with a table that differs from the type of the options', () => {
    const options: Options = {}
    const { learningRate, beta, start, nesterov } = table
    // @ts-expect-error -- an option is missing
    declareOptions(options, { learningRate, beta, start })
    // @ts-expect-error -- an option too many
    declareOptions(options, { ...table, gamma: nonNegative(1) })
    // @ts-expect-error -- a schedule for an option that takes none
    declareOptions(options, { learningRate, beta, start: nonNegative(0), nesterov })
    // @ts-expect-error -- no schedule for an option that takes one
    declareOptions(options, { learningRate, beta: fixed(unitInterval(0.9)), start, nesterov })
    expect.assertions(0)
  })
})

describe('the ranges of options', () => {
  it.each([
    [nonNegative(), [0, 1], [-1, NaN, Infinity, '1', undefined], 'a non-negative number'],
    [positive(), [1e-9], [0, Infinity], 'a positive number'],
    [unitInterval(), [0, 0.999], [1, -0.1], 'in [0, 1)'],
    [positiveInteger(), [1], [0, 1.5, '1'], 'a positive integer'],
    [nonNegativeInteger(), [0, 1], [-1, 0.5], 'a non-negative integer'],
    [flag(true), [true, false], [0, 'true'], 'true or false'],
    [oneOf('min', 'max'), ['min', 'max'], ['mean', 0], '"min" or "max"'],
    [optional(unitInterval()), [undefined, 0], [1], 'in [0, 1)'],
  ])('%# take what is in the range, and say what is not', (option, inside, outside, expected) => {
    const resolve = option.resolve as (name: string, value: unknown) => (step: number) => unknown
    for (const value of inside) expect(resolve('it', value)(7)).toBe(value)
    for (const value of outside)
      expect(() => resolve('it', value)).toThrow(`\`it\` must be ${expected}, got `)
  })
})
