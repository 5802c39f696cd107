import { describe, expect, it } from '@jest/globals'
import { extremes } from './moments.ts'

describe('extremes', () => {
  it('finds the lowest and the highest, of more numbers than a call takes arguments', () => {
    expect(extremes(Float64Array.from({ length: 300_000 }, (_, index) => index - 5))).toEqual({
      low: -5,
      high: 299_994,
    })
  })

  it('is Math.min and Math.max', () => {
    for (const values of [[], [1], [2, -1], [1, NaN, 2], [Infinity, 0]]) {
      expect(extremes(values)).toEqual({ low: Math.min(...values), high: Math.max(...values) })
    }
  })
})
