import { describe, expect, it } from '@jest/globals'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { summarize } from './summarize.ts'

describe('summarize', () => {
  it('gives the t-interval that scipy gives', () => {
    const { mean, standardDeviation, interval95, interval80 } = statisticsVectors.summary
    const summary = summarize(statisticsVectors.a)
    expect(summary).toMatchObject({ n: 5, min: 0.9897, max: 0.9904 })
    expect(summary.mean).toBeCloseTo(mean, 14)
    expect(summary.standardDeviation).toBeCloseTo(standardDeviation, 14)
    expect(summary.interval?.[0]).toBeCloseTo(interval95[0], 12)
    expect(summary.interval?.[1]).toBeCloseTo(interval95[1], 12)
    const narrower = summarize(statisticsVectors.a, { confidence: 0.8 }).interval
    expect(narrower?.[0]).toBeCloseTo(interval80[0], 12)
    expect(narrower?.[1]).toBeCloseTo(interval80[1], 12)
  })

  it('has no spread for one value', () => {
    expect(summarize([0.99])).toEqual({
      n: 1,
      mean: 0.99,
      standardDeviation: undefined,
      interval: undefined,
      min: 0.99,
      max: 0.99,
    })
  })

  it('takes hundreds of thousands of values', () => {
    const values = Array.from({ length: 200_001 }, (_, index) => index)
    expect(summarize(values)).toMatchObject({ n: 200_001, mean: 100_000, min: 0, max: 200_000 })
  })

  it('rejects an empty list, values that are not finite, and a confidence of 95', () => {
    expect(() => summarize([])).toThrow('`values` must hold at least one number, got none.')
    expect(() => summarize([1, NaN])).toThrow('`values[1]` must be a finite number, got NaN.')
    expect(() => summarize([1, 2], { confidence: 95 })).toThrow('`confidence` must be in (0, 1), got 95.')
  })
})
