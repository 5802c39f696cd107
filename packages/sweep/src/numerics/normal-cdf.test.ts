import { describe, expect, it } from '@jest/globals'
import { normalCdf } from './normal-cdf.ts'

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
  ])('of %d is %d, small values too', (x, value) => {
    expect(Math.abs(normalCdf(x) / value - 1)).toBeLessThan(1e-14) // x / √2 is rounded, and squared
  })
})
