import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { biasCorrection, power } from './bias-correction.ts'

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
