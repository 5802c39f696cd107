import { describe, expect, it } from '@jest/globals'
import { linear } from './linear.ts'
import { polynomial } from './polynomial.ts'

describe('polynomial', () => {
  it('is a power of the fraction of steps left', () => {
    expect([0, 1, 2, 3, 4].map(polynomial({ from: 17, to: 1, steps: 4, power: 2 }))).toEqual([
      17, 10, 5, 2, 1,
    ])
    expect(polynomial({ from: 4, to: 0, steps: 4, power: 0.5 })(3)).toBe(2)
  })

  it('of power 1 is a line', () => {
    const options = { from: 0.3, to: 0.1, steps: 7 }
    for (let step = 0; step < 9; step++) {
      expect(polynomial({ ...options, power: 1 })(step)).toBe(linear(options)(step))
    }
  })

  it('checks its options', () => {
    expect(() => polynomial({ from: 1, to: 0, steps: 4, power: 0 })).toThrow(
      new RangeError('`power` must be a positive number, got 0.'),
    )
    expect(() => polynomial({ from: 1, to: NaN, steps: 4, power: 1 })).toThrow(RangeError)
  })
})
