import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { expectClose } from '../../test/expect-close.ts'
import { tpeVectors } from '../../test/tpe-vectors.ts'
import {
  erfc,
  logGaussMass,
  logNdtr,
  logRootTwoPi,
  ndtriExp,
  normalCdf,
  normalQuantile,
  truncatedNormalQuantile,
} from './normal-distribution.ts'

/** From Python 3.11's `math.erfc`; one argument or more for each of the function's formulas. */
const erfcs = [
  [-3, 1.9999779095030015],
  [-1, 1.842700792949715],
  [-0.5, 1.5204998778130465],
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047265],
  [5, 1.5374597944280351e-12],
  [20, 5.3958656116079005e-176],
  [26, 5.663192408856143e-296],
] as const

describe('erfc', () => {
  it.each(erfcs)('of %d is %d', (x, value) => {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(4e-16)
  })

  it('is 0 and 2 at the ends, and NaN of NaN', () => {
    expect([erfc(40), erfc(Infinity), erfc(-40), erfc(-Infinity), erfc(NaN)]).toEqual([0, 0, 2, 2, NaN])
  })

  it('mirrors: erfc(x) + erfc(−x) = 2', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6, noNaN: true }), (x) => {
        expect(erfc(x) + erfc(-x)).toBeCloseTo(2, 14)
      }),
    )
  })
})

describe('normalCdf', () => {
  // By SciPy 1.17, scipy.special.ndtr.
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1, 0.15865525393145707],
    [-1.959963984540054, 0.025],
    [1.96, 0.9750021048517795],
    [3, 0.9986501019683699],
    [-5, 2.8665157187919333e-7],
    [-10, 7.619853024160527e-24],
    [30, 1],
  ])('of %d is %d, also for small values', (x, value) => {
    expect(Math.abs(normalCdf(x) / value - 1)).toBeLessThan(1e-14) // x / √2 is rounded, and squared
  })
})

const vectors = JSON.parse(
  readFileSync(new URL('../../test/vectors/quantiles.json', import.meta.url), 'utf8'),
) as { normal: { p: number; x: number }[] }

const probability = fc.double({ min: 1e-300, max: 1 - 1e-15, noNaN: true })

describe('normalQuantile', () => {
  it.each(vectors.normal)('of $p agrees with SciPy', ({ p, x }) => {
    expect(Math.abs(normalQuantile(p) - x)).toBeLessThanOrEqual(4e-15 * Math.abs(x))
  })

  it('is the inverse of normalCdf', () => {
    fc.assert(
      fc.property(probability, (p) => {
        // One unit in the last place of x, times the density of ln Φ, which is about −x in the left tail.
        expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12)
      }),
    )
  })

  it('agrees with the inverse of the logarithm, which is another algorithm', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.4, noNaN: true }), (p) => {
        expect(ndtriExp(Math.log(p)) / normalQuantile(p)).toBeCloseTo(1, 13)
      }),
    )
  })
})

describe('logNdtr', () => {
  it('agrees with Optuna, also far out', () => {
    const [points, values] = tpeVectors.normal.logCdf
    expectClose(points.map(logNdtr), values, 1e-13)
  })

  it('is −∞ at −∞ and 0 at ∞', () => {
    expect([logNdtr(-Infinity), Math.abs(logNdtr(Infinity))]).toEqual([-Infinity, 0])
  })

  it('has no jump where its formula changes', () => {
    for (const x of [-20, 6]) {
      const [left, right] = [logNdtr(x - 1e-9), logNdtr(x + 1e-9)]
      expect(Math.abs(right - left)).toBeLessThan(1e-7)
      expect(right).toBeGreaterThanOrEqual(left)
    }
  })
})

describe('ndtriExp', () => {
  it('is the inverse of logNdtr, from one far tail to the other', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 8, noNaN: true }), (x) => {
        const y = logNdtr(x)
        expectClose([logNdtr(ndtriExp(y))], [y], 1e-12)
      }),
    )
  })

  it('is infinite at the ends', () => {
    expect([ndtriExp(0), ndtriExp(-Infinity)]).toEqual([Infinity, -Infinity])
  })
})

const { intervals, logMasses, logDensitiesInTheMiddle, quantiles, values } = tpeVectors.normal

describe('logGaussMass', () => {
  it('agrees with Optuna, also far out', () => {
    expectClose(
      intervals.map(([a, b]) => logGaussMass(a, b)),
      logMasses,
      1e-12,
    )
  })

  it('normalizes the density as in Optuna', () => {
    const densities = intervals.map(([a, b]) => -0.5 * ((a + b) / 2) ** 2 - logRootTwoPi - logGaussMass(a, b))
    expectClose(densities, logDensitiesInTheMiddle, 1e-12)
  })

  it('is the same for the mirrored interval', () => {
    const ends = fc.double({ min: -40, max: 40, noNaN: true })
    fc.assert(
      fc.property(ends, fc.double({ min: 1e-3, max: 50, noNaN: true }), (a, width) => {
        expectClose([logGaussMass(-a - width, -a)], [logGaussMass(a, a + width)], 1e-9)
      }),
    )
  })
})

describe('truncatedNormalQuantile', () => {
  it('agrees with Optuna, also far out', () => {
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
