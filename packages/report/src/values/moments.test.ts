import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { extremes, median, spreadOf } from './moments.ts'

describe('extremes', () => {
  it('finds the lowest and the highest of more numbers than a call accepts arguments', () => {
    expect(extremes(Float64Array.from({ length: 300_000 }, (_, index) => index - 5))).toEqual({
      low: -5,
      high: 299_994,
    })
  })

  it('agrees with Math.min and Math.max', () => {
    for (const values of [[], [1], [2, -1], [1, NaN, 2], [Infinity, 0]]) {
      expect(extremes(values)).toEqual({ low: Math.min(...values), high: Math.max(...values) })
    }
  })
})

describe('spreadOf', () => {
  it('keeps the mean in the range despite rounding', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const { mean, low, high, n } = spreadOf(values) as NonNullable<ReturnType<typeof spreadOf>>
        expect(n).toBe(values.length)
        expect(mean).toBeGreaterThanOrEqual(low)
        expect(mean).toBeLessThanOrEqual(high)
      }),
    )
    expect(spreadOf([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, low: 0.1, high: 0.1, n: 3 })
    expect(spreadOf([])).toBeUndefined()
  })
})

describe('median', () => {
  it('is the middle number, or the mean of the two middle ones', () => {
    expect([[], [3], [3, 1], [3, 1, 2], [10, -1, 2, 3]].map(median)).toEqual([NaN, 3, 2, 2, 2.5])
  })
})
