import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectClose } from '../../../test/expect-close.ts'
import { tpeVectors } from '../../../test/tpe-vectors.ts'
import { logRootTwoPi } from '../../numerics/log-normal-cdf.ts'
import { logNormalMass, truncatedNormalQuantile } from './truncated-normal.ts'

const { intervals, logMasses, logDensitiesInTheMiddle, quantiles, values } = tpeVectors.normal

describe('logNormalMass', () => {
  it('is what Optuna has, far out, too', () => {
    expectClose(
      intervals.map(([a, b]) => logNormalMass(a, b)),
      logMasses,
      1e-12,
    )
  })

  it('normalises the density to what Optuna has', () => {
    const densities = intervals.map(
      ([a, b]) => -0.5 * ((a + b) / 2) ** 2 - logRootTwoPi - logNormalMass(a, b),
    )
    expectClose(densities, logDensitiesInTheMiddle, 1e-12)
  })

  it('is the same for the mirrored interval', () => {
    const ends = fc.double({ min: -40, max: 40, noNaN: true })
    fc.assert(
      fc.property(ends, fc.double({ min: 1e-3, max: 50, noNaN: true }), (a, width) => {
        expectClose([logNormalMass(-a - width, -a)], [logNormalMass(a, a + width)], 1e-9)
      }),
    )
  })
})

describe('truncatedNormalQuantile', () => {
  it('is what Optuna has, far out, too', () => {
    for (const [index, [a, b]] of intervals.entries()) {
      expectClose(
        quantiles.map((u) => truncatedNormalQuantile(u, a, b)),
        values[index],
        1e-11,
      )
    }
  })

  it('stays within the interval and rises with u', () => {
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    const start = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    fc.assert(
      fc.property(start, fc.double({ min: 1e-6, max: 1e3, noNaN: true }), unit, unit, (a, width, u, v) => {
        const b = a + width
        const [low, high] = [Math.min(u, v), Math.max(u, v)].map((w) => truncatedNormalQuantile(w, a, b))
        expect(low).toBeGreaterThanOrEqual(a)
        expect(high).toBeLessThanOrEqual(b)
        expect(high).toBeGreaterThanOrEqual(low - 1e-9 * Math.max(1, Math.abs(a)))
      }),
    )
  })
})
