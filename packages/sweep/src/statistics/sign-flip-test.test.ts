import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { signFlipTest } from './sign-flip-test.ts'

describe('signFlipTest', () => {
  it.each(statisticsVectors.signFlip)('of %j is what SciPy gives', (differences, p) => {
    expect(signFlipTest(differences)).toBeCloseTo(p, 14)
  })

  it('counts flips that differ only by rounding as equal', () => {
    // 0.1 + 0.2 − 0.3 is not 0, and flipped 0.3 − 0.1 − 0.2 is: all flips are as far as the observed or farther.
    expect(signFlipTest([0.1, 0.2, -0.3])).toBe(1)
  })

  it('is 1 for one difference and for zeros alone', () => {
    expect([signFlipTest([0.3]), signFlipTest([0, 0, 0])]).toEqual([1, 1])
  })

  it('depends neither on the order nor on which sample is subtracted', () => {
    const differences = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(differences, (values) => {
        expect(signFlipTest(values.toReversed())).toBe(signFlipTest(values))
        expect(signFlipTest(values.map((value) => -value))).toBe(signFlipTest(values))
      }),
    )
  })

  it('samples flips of many differences, near the exact p-value', () => {
    // 22 of 30 ones are positive: P(|X − 15| ≥ 7) of Binomial(30, ½) = 0.016125
    const differences = Array.from({ length: 30 }, (_, index) => (index < 22 ? 1 : -1))
    const p = signFlipTest(differences, { seed: 5 })
    expect(Math.abs(p - 0.016125)).toBeLessThan(0.0016) // 4 standard errors
    expect(signFlipTest(differences.toReversed(), { seed: 5 })).toBe(p)
    expect(signFlipTest(differences, { seed: 6 })).not.toBe(p)
  })

  it('is never 0 if flips are sampled', () => {
    expect(signFlipTest(new Array<number>(60).fill(1))).toBe(1 / 100_001)
  })

  it('rejects an empty list', () => {
    expect(() => signFlipTest([])).toThrow('`differences` must hold at least one number, got none.')
  })
})
