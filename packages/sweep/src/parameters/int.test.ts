import { describe, expect, it } from '@jest/globals'
import { int, type IntOptions } from './int.ts'

describe('int', () => {
  it('has steps of 1 by default, also if it has a single value', () => {
    expect(int(3, 3)).toEqual({ kind: 'int', low: 3, high: 3, log: false, step: 1 })
  })

  it.each<[number, number, IntOptions, string]>([
    [0.5, 2, {}, '`low` must be a safe integer, got 0.5.'],
    [0, 2 ** 53, {}, '`high` must be a safe integer, got 9007199254740992.'],
    [2, 1, {}, '`high` must be at least `low` (2), got 1.'],
    [0, 8, { log: true }, '`low` must be a positive number with `log`, got 0.'],
    [1, 8, { log: true, step: 2 }, '`step` must be 1 with `log`, got 2.'],
    [1, 3, { step: 3 }, '`step` must be at most `high` − `low` (2), got 3.'],
    [1, 3, { step: 0 }, '`step` must be a positive number, got 0.'],
    [1, 3, { step: 0.5 }, '`step` must be a safe integer, got 0.5.'],
    [-(2 ** 52), 2 ** 52, {}, '`high` − `low` must be below 2⁵³, got 4503599627370496 − -4503599627370496.'],
  ])('rejects %s to %s with %j', (low, high, options, message) => {
    expect(() => int(low, high, options)).toThrow(new RangeError(message))
  })
})
