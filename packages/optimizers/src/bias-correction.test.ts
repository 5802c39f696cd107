import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { biasCorrection } from './bias-correction.ts'

describe('biasCorrection', () => {
  it('is 1 − βᵗ', () => {
    const correction = biasCorrection(0.5)
    expect([1, 2, 3, 10].map(correction)).toEqual([0.5, 0.75, 0.875, 1 - 2 ** -10])
  })

  it('is the same for a step whatever steps were asked for before', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9999, noNaN: true }), steps, (beta, steps) => {
        const correction = biasCorrection(beta)
        for (const t of steps) expect(correction(t)).toBe(biasCorrection(beta)(t))
      }),
    )
  })

  it('multiplies, one factor a step', () => {
    expect(1 - biasCorrection(0.999)(3)).toBe(1 - (1 - 0.999 * 0.999 * 0.999))
  })
})
