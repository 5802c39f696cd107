import { describe, expect, it } from '@jest/globals'
import { constant } from './constant.ts'

describe('constant', () => {
  it('rejects values that JSON cannot hold', () => {
    expect(constant(null)).toEqual({ kind: 'constant', value: null })
    expect(() => constant(Infinity)).toThrow(
      new RangeError('`value` must be a string, a finite number, a boolean or null, got Infinity.'),
    )
  })
})
