import { describe, expect, it } from '@jest/globals'
import { stepDecay } from './step-decay.ts'

describe('stepDecay', () => {
  it('falls by its factor every `every` steps', () => {
    expect([0, 2, 3, 5, 6].map(stepDecay({ from: 8, factor: 0.5, every: 3 }))).toEqual([8, 8, 4, 4, 2])
  })

  it('checks its options', () => {
    expect(() => stepDecay({ from: 8, factor: -1, every: 3 })).toThrow(
      new RangeError('`factor` must be a non-negative number, got -1.'),
    )
    expect(() => stepDecay({ from: 8, factor: 0.5, every: 0 })).toThrow(
      new RangeError('`every` must be a positive integer, got 0.'),
    )
  })
})
