import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { densityOnGrid } from './density-on-grid.ts'

const counts = fc
  .array(fc.nat(4), { minLength: 2, maxLength: 50 })
  .filter((list) => list.some((count) => count > 0))

describe('densityOnGrid', () => {
  it('smooths the shares of categories by a prior', () => {
    // Two observations in the first of two cells: the kernel has (1 + ½) / 2 there and weight ⅔, the prior has ½ and weight ⅓.
    const [first, second] = densityOnGrid([2, 0], false)
    expect(first).toBeCloseTo((2 / 3) * 0.75 + (1 / 3) * 0.5, 15)
    expect(second).toBeCloseTo((2 / 3) * 0.25 + (1 / 3) * 0.5, 15)
  })

  it('has 90 % of a single observation in its cell, and a wide prior', () => {
    const density = densityOnGrid([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], true)
    // Half is the kernel, with Φ(1.64) − Φ(−1.64) in the cell. Half is the prior, whose σ is 11 cells, truncated at ±½ σ.
    expect(density[5]).toBeCloseTo(0.5 * 0.89899483 + 0.5 * (0.036254995 / 0.382924923), 8)
    expect(density[0]).toBeCloseTo(0.5 * (0.032698935 / 0.382924923), 8)
  })

  it('sums to 1', () => {
    fc.assert(
      fc.property(counts, fc.boolean(), (list, ordered) => {
        const sum = densityOnGrid(list, ordered).reduce((total, share) => total + share, 0)
        expect(Math.abs(sum - 1)).toBeLessThan(1e-12)
      }),
    )
  })

  it('permutes with the categories', () => {
    fc.assert(
      fc.property(counts, (list) => {
        const reversed = densityOnGrid(list.toReversed(), false).toReversed()
        densityOnGrid(list, false).forEach((share, cell) => expect(share).toBeCloseTo(reversed[cell], 14))
      }),
    )
  })

  it('spreads with the observations', () => {
    const narrow = densityOnGrid([0, 0, 0, 4, 4, 4, 0, 0, 0, 0], true)
    const wide = densityOnGrid([4, 0, 0, 0, 4, 0, 0, 0, 0, 4], true)
    expect(narrow[4]).toBeGreaterThan(2 * wide[4])
    expect(wide[6]).toBeGreaterThan(0.05) // no observation is near, but the bandwidth follows the spread of the data
  })
})
