import { describe, expect, it } from '@jest/globals'
import { normalCdf } from './normal-cdf.ts'

describe('normalCdf', () => {
  it('is Φ', () => {
    // By SciPy 1.17, scipy.special.ndtr.
    const known = [
      [0, 0.5],
      [1, 0.8413447460685429],
      [-1, 0.15865525393145707],
      [-1.959963984540054, 0.025],
      [3, 0.9986501019683699],
      [-5, 2.8665157187919333e-7],
      [-30, 0],
      [30, 1],
    ]
    for (const [x, expected] of known) expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1e-15)
  })
})
