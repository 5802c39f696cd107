import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { seedsNeeded } from './seeds-needed.ts'

describe('seedsNeeded', () => {
  it.each(statisticsVectors.seedsNeeded)(
    'of a difference of %d, deviation %d, power %d, level %d is within one of the exact count %d',
    (difference, standardDeviation, power, level, exact) => {
      const n = seedsNeeded({ difference, standardDeviation, power, level })
      expect(Math.abs(n! - exact)).toBeLessThanOrEqual(1)
      expect(seedsNeeded({ difference: -difference, standardDeviation, power, level })).toBe(n)
    },
  )

  it('depends only on the ratio of difference and deviation, and grows with the deviation', () => {
    const deviations = fc.double({ min: 0.01, max: 50, noNaN: true })
    fc.assert(
      fc.property(deviations, (standardDeviation) => {
        const n = seedsNeeded({ difference: 1, standardDeviation })!
        expect(seedsNeeded({ difference: 4, standardDeviation: 4 * standardDeviation })).toBe(n)
        expect(
          seedsNeeded({ difference: 1, standardDeviation: 1.5 * standardDeviation }),
        ).toBeGreaterThanOrEqual(n)
      }),
    )
  })

  it('is undefined without a difference, and 2 without a spread', () => {
    expect(seedsNeeded({ difference: 0, standardDeviation: 1 })).toBeUndefined()
    expect(seedsNeeded({ difference: 0, standardDeviation: 0 })).toBeUndefined()
    expect(seedsNeeded({ difference: 0.1, standardDeviation: 0 })).toBe(2)
    expect(seedsNeeded({ difference: 1e-200, standardDeviation: 1e200 })).toBeUndefined()
  })

  it('adds the variance that no seed reduces, until it hides the difference', () => {
    const effect = { difference: 0.1, standardDeviation: 0.1 }
    // (1.96 + 0.8416)² v ≥ 0.1² from v = 0.001274.
    expect(seedsNeeded({ ...effect, fixedVariance: 0.0006 })).toBeGreaterThan(seedsNeeded(effect)!)
    expect(seedsNeeded({ ...effect, fixedVariance: 0.001273 })).toBeGreaterThan(1000)
    expect(seedsNeeded({ ...effect, fixedVariance: 0.001275 })).toBeUndefined()
  })

  it('rejects options out of range', () => {
    const effect = { difference: 0.1, standardDeviation: 0.1 }
    expect(() => seedsNeeded({ ...effect, power: 80 })).toThrow('`power` must be in (0, 1), got 80.')
    expect(() => seedsNeeded({ ...effect, power: 0.01 })).toThrow('`power` must be above `level`')
    expect(() => seedsNeeded({ ...effect, standardDeviation: -1 })).toThrow(RangeError)
    expect(() => seedsNeeded({ ...effect, difference: NaN })).toThrow(
      '`difference` must be a finite number, got NaN.',
    )
  })
})
