import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { power, realPower } from './power.ts'

describe('power', () => {
  it('equals t multiplications', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 5000 }),
        (base, t) => {
          let product = 1
          for (let i = 0; i < t; i++) product *= base
          expect(Math.abs(power(base, t) - product)).toBeLessThanOrEqual(1e-12 * product + 1e-300)
        },
      ),
    )
  })
})

describe('realPower', () => {
  it('is exact where powers and roots are', () => {
    expect(realPower(3, 4)).toBe(81)
    expect(realPower(16, 0.75)).toBe(8)
    expect(realPower(4, 2.5)).toBe(32)
    expect([realPower(0, 0), realPower(0, 0.5), realPower(5, 0)]).toEqual([1, 0, 1])
  })

  it('is base ** exponent up to rounding', () => {
    const base = fc.double({ min: 1e-3, max: 10, noNaN: true })
    const exponent = fc.double({ min: 0, max: 30, noNaN: true })
    fc.assert(
      fc.property(base, exponent, (base, exponent) => {
        expect(Math.abs(realPower(base, exponent) / base ** exponent - 1)).toBeLessThan(1e-14)
      }),
      { numRuns: 1000 },
    )
  })
})
