import { describe, expect, it } from '@jest/globals'
import { piecewiseConstant } from './piecewise-constant.ts'

describe('piecewiseConstant', () => {
  it('changes at its boundaries', () => {
    const schedule = piecewiseConstant({ boundaries: [2, 5], values: [3, 2, 1] })
    expect([0, 1, 2, 4, 5, 1e9].map(schedule)).toEqual([3, 3, 2, 2, 1, 1])
  })

  it('does not change with the lists it was created from', () => {
    const [boundaries, values] = [[2], [3, 2]]
    const schedule = piecewiseConstant({ boundaries, values })
    boundaries[0] = 1
    values[1] = 9
    expect([1, 2].map(schedule)).toEqual([3, 2])
  })

  it('checks its options', () => {
    expect(() => piecewiseConstant({ boundaries: [2], values: [3] })).toThrow(
      new RangeError(
        '`values` must have one more item than `boundaries`: expected 2 for boundaries [2], got 1.',
      ),
    )
    expect(() => piecewiseConstant({ boundaries: [2.5], values: [3, 2] })).toThrow(
      new RangeError('`boundaries` must be a list of increasing positive integers, got [2.5].'),
    )
    expect(() => piecewiseConstant({ boundaries: [2], values: [3, -2] })).toThrow(
      new RangeError('`values[1]` must be a non-negative number, got -2.'),
    )
  })
})
