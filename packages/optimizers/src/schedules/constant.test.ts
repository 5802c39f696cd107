import { describe, expect, it } from '@jest/globals'
import { constant } from './constant.ts'

describe('constant', () => {
  it('is the same value at every step', () => {
    expect([0, 1, 1e9].map(constant(0.3))).toEqual([0.3, 0.3, 0.3])
  })

  it('checks its value', () => {
    expect(() => constant(-1)).toThrow(new RangeError('`value` must be a non-negative number, got -1.'))
    expect(() => constant(NaN)).toThrow(RangeError)
  })
})
