import { describe, expect, it } from '@jest/globals'
import { oneCycle } from './one-cycle.ts'

describe('oneCycle', () => {
  it('rises from peak / startFactor, then falls to peak / startFactor / endFactor', () => {
    const options = { peak: 16, steps: 6, warmupFraction: 1 / 3, startFactor: 2, endFactor: 4 }
    // Half way up is (8 + 16) / 2, half way down (16 + 2) / 2.
    const schedule = oneCycle(options)
    expect([0, 1, 2, 4, 6, 7].map(schedule)).toEqual([8, 12, 16, 9, 2, 2])
  })

  it('only falls without a warm-up', () => {
    expect([0, 4].map(oneCycle({ peak: 1, steps: 4, warmupFraction: 0, startFactor: 1 }))).toEqual([1, 1e-4])
  })

  it('checks its options', () => {
    expect(() => oneCycle({ peak: 1, steps: 4, warmupFraction: 1 })).toThrow(
      new RangeError('`warmupFraction` must be in [0, 1), got 1.'),
    )
    expect(() => oneCycle({ peak: 1, steps: 4, startFactor: 0.5 })).toThrow(
      new RangeError('`startFactor` must be a number of at least 1, got 0.5.'),
    )
    expect(() => oneCycle({ peak: 1, steps: 4, endFactor: Infinity })).toThrow(
      new RangeError('`endFactor` must be a number of at least 1, got Infinity.'),
    )
    expect(() => oneCycle({ steps: 4 } as never)).toThrow(RangeError)
  })
})
