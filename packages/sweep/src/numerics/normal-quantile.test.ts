import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { inverseLogNormalCdf } from './inverse-log-normal-cdf.ts'
import { normalCdf } from './normal-cdf.ts'
import { normalQuantile } from './normal-quantile.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../../test/vectors/quantiles.json', import.meta.url), 'utf8'),
) as { normal: { p: number; x: number }[] }

const probability = fc.double({ min: 1e-300, max: 1 - 1e-15, noNaN: true })

describe('normalQuantile', () => {
  it.each(vectors.normal)('of $p is as by SciPy', ({ p, x }) => {
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
        expect(inverseLogNormalCdf(Math.log(p)) / normalQuantile(p)).toBeCloseTo(1, 13)
      }),
    )
  })
})
