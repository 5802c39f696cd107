import { describe, expect, it } from '@jest/globals'
import { cosine } from './cosine.ts'
import { linear } from './linear.ts'

describe('linear', () => {
  it('moves the same way in every step', () => {
    expect([0, 1, 2, 3, 4, 5].map(linear({ from: 1, to: 3, steps: 4 }))).toEqual([1, 1.5, 2, 2.5, 3, 3])
  })

  it('is exact where a large range ends at a small number', () => {
    expect(linear({ from: 1, to: 0, steps: 1e6 })(1e6 - 1)).toBe(1e-6)
  })

  it('checks its options', () => {
    expect(() => linear({ from: -1, to: 0, steps: 4 })).toThrow(
      new RangeError('`from` must be a non-negative number, got -1.'),
    )
    expect(() => linear({ from: 1, steps: 4 } as never)).toThrow(
      new RangeError('`to` must be a non-negative number, got undefined.'),
    )
    expect(() => linear({ from: 1, to: 0, steps: 0 })).toThrow(
      new RangeError('`steps` must be a positive integer, got 0.'),
    )
    expect(() => linear({ from: cosine({ from: 1, steps: 2 }), to: 0, steps: 4 } as never)).toThrow(
      new RangeError('`from` must be a non-negative number, got a function.'),
    )
  })
})
