import { describe, expect, it } from '@jest/globals'
import { inverseTime } from './inverse-time.ts'

describe('inverseTime', () => {
  it('is a half at step 1 / rate, a third at twice that', () => {
    expect([0, 4, 8, 12].map(inverseTime({ from: 12, rate: 0.25 }))).toEqual([12, 6, 4, 3])
  })

  it('checks its options', () => {
    expect(() => inverseTime({ from: 1, rate: -1 })).toThrow(
      new RangeError('`rate` must be a non-negative number, got -1.'),
    )
    expect(() => inverseTime({ from: '1' as never, rate: 1 })).toThrow(
      new RangeError('`from` must be a non-negative number, got "1".'),
    )
  })
})
