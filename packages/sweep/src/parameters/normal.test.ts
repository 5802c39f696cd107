import { describe, expect, it } from '@jest/globals'
import { normal, type NormalOptions } from './normal.ts'

describe('normal', () => {
  it('is plain data, without a step that was not given', () => {
    expect(Object.keys(normal(0, 1))).toEqual(['kind', 'mean', 'standardDeviation', 'log'])
    expect(normal(0, 1, { log: true, step: 0.5 })).toMatchObject({ log: true, step: 0.5 })
  })

  it.each<[number, number, NormalOptions, string]>([
    [NaN, 1, {}, '`mean` must be a finite number, got NaN.'],
    [0, 0, {}, '`standardDeviation` must be a positive number, got 0.'],
    [0, 1, { step: -1 }, '`step` must be a positive number, got -1.'],
    [
      0,
      100,
      { log: true },
      '`mean` ± 8.3 `standardDeviation`, of the logarithm, must be within the range of numbers, got 0 ± 8.3 · 100.',
    ],
  ])('rejects mean %s, standard deviation %s with %j', (mean, standardDeviation, options, message) => {
    expect(() => normal(mean, standardDeviation, options)).toThrow(new RangeError(message))
  })
})
