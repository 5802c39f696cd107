import { describe, expect, it } from '@jest/globals'
import { cosine } from './cosine.ts'
import { linear } from './linear.ts'
import { warmup } from './warmup.ts'

describe('warmup', () => {
  it('rises to the first number of the schedule, then follows the schedule', () => {
    const schedule = warmup(linear({ from: 8, to: 4, steps: 2 }), { steps: 4 })
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(schedule)).toEqual([0, 2, 4, 6, 8, 6, 4, 4])
  })

  it('starts from another number, and ends at a constant', () => {
    expect([0, 1, 2, 1e9].map(warmup(8, { steps: 2, from: 4 }))).toEqual([4, 6, 8, 8])
  })

  it('checks its options', () => {
    expect(() => warmup(cosine({ from: 1, steps: 2 }), { steps: 0 })).toThrow(
      new RangeError('`steps` must be a positive integer, got 0.'),
    )
    expect(() => warmup(1, { steps: 2, from: -1 })).toThrow(
      new RangeError('`from` must be a non-negative number, got -1.'),
    )
    expect(() => warmup(-1, { steps: 2 })).toThrow(
      new RangeError('`schedule` must be a non-negative number, got -1.'),
    )
    expect(() => warmup({ name: 'cosine' } as never, { steps: 2 })).toThrow(
      new RangeError('`schedule` must be a non-negative number, got {"name":"cosine"}.'),
    )
  })
})
