import { describe, expect, it } from '@jest/globals'
import { categorical } from './categorical.ts'
import type { Value } from './parameter.ts'

describe('categorical', () => {
  it('does not share the lists it was given', () => {
    const choices = ['a', 'b']
    const probabilities = [0.25, 0.75]
    const parameter = categorical(choices, { probabilities })
    choices.push('c')
    probabilities[0] = 1
    expect(parameter).toEqual({ kind: 'categorical', choices: ['a', 'b'], probabilities: [0.25, 0.75] })
  })

  it.each<[readonly Value[], readonly number[] | undefined, string]>([
    [[], undefined, '`choices` is empty: a choice needs at least one value.'],
    [['a', 'b', 'a'], undefined, '`choices` has "a" twice: remove one.'],
    [[0, -0], undefined, '`choices` has 0 twice: remove one.'],
    [[1, NaN], undefined, '`choices[1]` must be a string, a finite number, a boolean or null, got NaN.'],
    [['a', 'b'], [1], '`probabilities` must have one number for each choice: expected 2, got [1].'],
    [['a', 'b'], [1.5, -0.5], '`probabilities[1]` must be a non-negative number, got -0.5.'],
    [['a', 'b'], [0.5, 0.25], '`probabilities` must sum to 1, got a sum of 0.75.'],
  ])('rejects %j with probabilities %j', (choices, probabilities, message) => {
    expect(() => categorical(choices, { probabilities })).toThrow(new RangeError(message))
  })

  it('accepts probabilities that sum to 1 up to rounding', () => {
    const choices = Array.from({ length: 10 }, (_, index) => index)
    const probabilities = choices.map(() => 0.1) // their sum is 0.9999999999999999
    expect(categorical(choices, { probabilities }).probabilities).toEqual(probabilities)
  })
})
