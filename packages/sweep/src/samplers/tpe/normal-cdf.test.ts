import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectClose } from '../../../test/expect-close.ts'
import { tpeVectors } from '../../../test/tpe-vectors.ts'
import { inverseLogNormalCdf, logNormalCdf, normalCdf } from './normal-cdf.ts'

describe('normalCdf', () => {
  it('keeps small probabilities', () => {
    // SciPy 1.17: scipy.stats.norm.cdf
    expectClose([-10, -1, 0, 1.96].map(normalCdf), [0, 0.15865525393145707, 0.5, 0.9750021048517795], 1e-15)
    expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 13)
  })
})

describe('logNormalCdf', () => {
  it('is what Optuna has, far out, too', () => {
    const [points, values] = tpeVectors.normal.logCdf
    expectClose(points.map(logNormalCdf), values, 1e-13)
  })

  it('is −∞ at −∞ and 0 at ∞', () => {
    expect([logNormalCdf(-Infinity), Math.abs(logNormalCdf(Infinity))]).toEqual([-Infinity, 0])
  })

  it('has no jump where its formula changes', () => {
    for (const x of [-20, 6]) {
      const [left, right] = [logNormalCdf(x - 1e-9), logNormalCdf(x + 1e-9)]
      expect(Math.abs(right - left)).toBeLessThan(1e-7)
      expect(right).toBeGreaterThanOrEqual(left)
    }
  })
})

describe('inverseLogNormalCdf', () => {
  it('inverts, from far in one tail to far in the other', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 8, noNaN: true }), (x) => {
        const y = logNormalCdf(x)
        expectClose([logNormalCdf(inverseLogNormalCdf(y))], [y], 1e-12)
      }),
    )
  })

  it('is infinite at the ends', () => {
    expect([inverseLogNormalCdf(0), inverseLogNormalCdf(-Infinity)]).toEqual([Infinity, -Infinity])
  })
})
