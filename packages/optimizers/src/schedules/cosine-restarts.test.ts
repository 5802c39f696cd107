import { describe, expect, it } from '@jest/globals'
import { cosineRestarts } from './cosine-restarts.ts'
import { cosine } from './cosine.ts'

describe('cosineRestarts', () => {
  it('falls in runs of growing length', () => {
    const schedule = cosineRestarts({ from: 1, to: 0.25, steps: 2, growth: 3 })
    const runs = [2, 6, 18].map((steps) => [...Array(steps).keys()].map(cosine({ from: 1, to: 0.25, steps })))
    expect([...Array(26).keys()].map(schedule)).toEqual(runs.flat())
  })

  it('starts each run from a lower peak with decay, but never below the end', () => {
    const schedule = cosineRestarts({ from: 1, to: 0.125, steps: 2, decay: 0.25 })
    expect([0, 1, 2, 3, 4, 5].map(schedule)).toEqual([1, 0.5625, 0.25, 0.1875, 0.125, 0.125])
  })

  it('checks its options', () => {
    expect(() => cosineRestarts({ from: 1, to: 2, steps: 2 })).toThrow(
      new RangeError('`to` must be in [0, 1], which is `from`, got 2.'),
    )
    expect(() => cosineRestarts({ from: 1, steps: 2, growth: 1.5 })).toThrow(
      new RangeError('`growth` must be a positive integer, got 1.5.'),
    )
    expect(() => cosineRestarts({ from: 1, steps: 2, decay: 1.5 })).toThrow(
      new RangeError('`decay` must be in [0, 1], got 1.5.'),
    )
    expect(() => cosineRestarts({ from: 1, steps: -2 })).toThrow(RangeError)
  })
})
