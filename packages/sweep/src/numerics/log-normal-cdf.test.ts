import { describe, expect, it } from '@jest/globals'
import { expectClose } from '../../test/expect-close.ts'
import { tpeVectors } from '../../test/tpe-vectors.ts'
import { logNormalCdf } from './log-normal-cdf.ts'

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
