import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { biasCorrection, power, realPower } from './bias-correction.ts'

describe('biasCorrection', () => {
  it('is 1 − βᵗ', () => {
    expect([1, 2, 3, 10].map((t) => biasCorrection(0.5, t))).toEqual([0.5, 0.75, 0.875, 1 - 2 ** -10])
  })
})

describe('power', () => {
  it('is what t multiplications give', () => {
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
  it('is power for whole exponents, and roots for fractions of two', () => {
    expect([0, 1, 7].map((exponent) => realPower(0.96, exponent))).toEqual([1, 0.96, power(0.96, 7)])
    expect(realPower(4, 2.5)).toBe(32)
    expect(realPower(16, 0.75)).toBe(8)
  })

  it('is what the engine computes, up to rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (exponent) => {
        expect(realPower(0.96, exponent) / 0.96 ** exponent).toBeCloseTo(1, 12)
      }),
    )
  })
})
