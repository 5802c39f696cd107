import { describe, expect, it } from '@jest/globals'
import { float, type FloatOptions } from './float.ts'

describe('float', () => {
  it('is plain data, without a step that was not given', () => {
    expect(Object.entries(float(1, 2))).toEqual([
      ['kind', 'float'],
      ['low', 1],
      ['high', 2],
      ['log', false],
    ])
    expect(float(1, 2, { step: 0.5 }).step).toBe(0.5)
  })

  it.each<[number, number, FloatOptions, string]>([
    [0, Infinity, {}, '`high` must be a finite number, got Infinity.'],
    [NaN, 1, {}, '`low` must be a finite number, got NaN.'],
    [2, 1, {}, '`high` must be at least `low` (2), got 1.'],
    [-1e308, 1e308, {}, '`high` − `low` must be finite, got 1e+308 − -1e+308.'],
    [0, 1, { log: true }, '`low` must be a positive number with `log`, got 0.'],
    [1, 2, { log: true, step: 0.5 }, '`step` cannot be combined with `log`, got 0.5. Leave one of them out.'],
    [0, 1, { step: 2 }, '`step` must be at most `high` − `low` (1), got 2.'],
    [0, 1, { step: 0 }, '`step` must be a positive number, got 0.'],
    [0, 1, { step: 1e-20 }, '`step` must not cut the range into more than 2⁵³ steps, got 1e-20.'],
  ])('rejects %s to %s with %j', (low, high, options, message) => {
    expect(() => float(low, high, options)).toThrow(new RangeError(message))
  })
})
