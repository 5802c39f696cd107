import { describe, expect, it } from '@jest/globals'
import { join } from './join.ts'
import { linear } from './linear.ts'

describe('join', () => {
  it('starts each schedule at its own step 0', () => {
    const line = linear({ from: 0, to: 4, steps: 4 })
    const schedule = join({ schedules: [line, 9, line], boundaries: [2, 4] })
    expect([0, 1, 2, 3, 4, 5, 6, 1e9].map(schedule)).toEqual([0, 1, 9, 9, 0, 1, 2, 4])
  })

  it('is its only schedule without boundaries', () => {
    expect(join({ schedules: [linear({ from: 0, to: 4, steps: 4 })], boundaries: [] })(3)).toBe(3)
  })

  it('accepts functions, but cannot be saved with them', () => {
    const schedule = join({ schedules: [1, (step) => 2 + step], boundaries: [3] })
    expect([2, 3, 4].map(schedule)).toEqual([1, 2, 3])
    expect(() => schedule.toJSON!()).toThrow(/is a function without toJSON\(\), which cannot be saved/)
  })

  it('checks its options', () => {
    expect(() => join({ schedules: [1, 2], boundaries: [3, 4] })).toThrow(
      new RangeError(
        '`schedules` must have one more item than `boundaries`: expected 3 for boundaries [3,4], got 2.',
      ),
    )
    expect(() => join({ schedules: [1, 2, 3], boundaries: [4, 4] })).toThrow(
      new RangeError('`boundaries` must be a list of increasing positive integers, got [4,4].'),
    )
    expect(() => join({ schedules: [1, 2], boundaries: [0] })).toThrow(RangeError)
    expect(() => join({ schedules: [1, -2], boundaries: [3] })).toThrow(
      new RangeError('`schedules[1]` must be a non-negative number, got -2.'),
    )
    expect(() => join({ schedules: [1, 'linear' as never], boundaries: [3] })).toThrow(
      new RangeError('`schedules[1]` must be a non-negative number, got "linear".'),
    )
    expect(() => join({ boundaries: [3] } as never)).toThrow(
      new RangeError('`schedules` must be a list, got undefined.'),
    )
  })
})
