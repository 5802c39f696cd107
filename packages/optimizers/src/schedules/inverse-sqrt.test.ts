import { describe, expect, it } from '@jest/globals'
import { inverseSqrt } from './inverse-sqrt.ts'

describe('inverseSqrt', () => {
  it('rises linearly, then halves in four times the steps', () => {
    const schedule = inverseSqrt({ peak: 8, warmup: 4 })
    expect([0, 1, 2, 4, 16, 64].map(schedule)).toEqual([0, 2, 4, 8, 4, 2])
  })

  it('is equation 3 of the paper, where steps count from 1', () => {
    const [dModel, warmup] = [512, 4000]
    const schedule = inverseSqrt({ peak: 1 / Math.sqrt(dModel * warmup), warmup })
    for (const step of [1, 100, 4000, 4001, 1e5]) {
      const expected = dModel ** -0.5 * Math.min(step ** -0.5, step * warmup ** -1.5)
      expect(schedule(step) / expected).toBeCloseTo(1, 14)
    }
  })

  it('checks its options', () => {
    expect(() => inverseSqrt({ peak: -1, warmup: 4 })).toThrow(
      new RangeError('`peak` must be a non-negative number, got -1.'),
    )
    expect(() => inverseSqrt({ peak: 1, warmup: 0 })).toThrow(
      new RangeError('`warmup` must be a positive integer, got 0.'),
    )
  })
})
