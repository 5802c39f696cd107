import { describe, expect, it } from '@jest/globals'
import { cosine } from './cosine.ts'

describe('cosine', () => {
  it('is halfway after half the steps, and has fallen (2 − √2) / 4 of the way after a quarter', () => {
    const schedule = cosine({ from: 3, to: 1, steps: 8 })
    expect(schedule(2)).toBeCloseTo(3 - (2 - Math.SQRT2) / 2, 15)
    expect(schedule(4)).toBe(2)
    expect(schedule(6)).toBeCloseTo(1 + (2 - Math.SQRT2) / 2, 15)
  })

  it('falls to 0 by default', () => {
    expect(cosine({ from: 3, steps: 8 })(8)).toBe(0)
  })

  it('checks its options', () => {
    expect(() => cosine({ from: Infinity, steps: 8 })).toThrow(
      '`from` must be a non-negative number, got Infinity.',
    )
    expect(() => cosine({ from: 1, to: -1, steps: 8 })).toThrow('`to` must be a non-negative number, got -1.')
    expect(() => cosine({ from: 1, steps: 1.5 })).toThrow('`steps` must be a positive integer, got 1.5.')
  })
})
