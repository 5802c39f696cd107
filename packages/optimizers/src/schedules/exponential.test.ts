import { describe, expect, it } from '@jest/globals'
import { exponential } from './exponential.ts'

describe('exponential', () => {
  it('multiplies by rate in `steps` steps', () => {
    const schedule = exponential({ from: 3, rate: 0.25, steps: 2 })
    expect([0, 1, 2, 3, 4].map(schedule)).toEqual([3, 1.5, 0.75, 0.375, 0.1875])
  })

  it('is constant between the falls of a staircase', () => {
    const schedule = exponential({ from: 3, rate: 0.25, steps: 2, staircase: true })
    expect([0, 1, 2, 3, 4].map(schedule)).toEqual([3, 3, 0.75, 0.75, 0.1875])
  })

  it('does not fall below its floor: ExpDecay of Flux 0.12.4', () => {
    const schedule = exponential({ from: 1e-3, rate: 0.1, steps: 1000, staircase: true, floor: 1e-4 })
    expect([0, 999, 1000, 2000, 1e9].map(schedule)).toEqual([1e-3, 1e-3, 1e-4, 1e-4, 1e-4])
  })

  it('grows where rate is above 1', () => {
    expect(exponential({ from: 1, rate: 4, steps: 2 })(3)).toBe(8)
  })

  it('checks its options', () => {
    expect(() => exponential({ from: 1, rate: 0 })).toThrow(
      new RangeError('`rate` must be a positive number, got 0.'),
    )
    expect(() => exponential({ from: 1, rate: 0.5, floor: 2 })).toThrow(
      new RangeError('`floor` must be in [0, 1], which is `from`, got 2.'),
    )
    expect(() => exponential({ from: 1, rate: 0.5, staircase: 1 as never })).toThrow(
      new RangeError('`staircase` must be true or false, got 1.'),
    )
    expect(() => exponential({ from: 1, rate: 0.5, steps: 0 })).toThrow(RangeError)
  })
})
