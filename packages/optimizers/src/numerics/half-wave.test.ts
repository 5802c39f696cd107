import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { halfWave } from './half-wave.ts'

describe('halfWave', () => {
  it('is exact at its ends and in the middle', () => {
    expect([0, 0.5, 1].map(halfWave)).toEqual([0, 0.5, 1])
  })

  it('is sin²(π x / 2) up to rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => {
        expect(Math.abs(halfWave(x) - Math.sin((Math.PI / 2) * x) ** 2)).toBeLessThan(5e-16)
      }),
      { numRuns: 1000 },
    )
  })
})
