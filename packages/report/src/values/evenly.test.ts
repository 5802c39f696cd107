import { describe, expect, it } from '@jest/globals'
import { describeThinning, evenly } from './evenly.ts'

const numbers = Array.from({ length: 1000 }, (_, index) => index)

describe('evenly', () => {
  it('returns all items if there are at most `limit`', () => {
    expect(evenly([1, 2, 3], 3)).toEqual([1, 2, 3])
  })

  it('picks the first, the last, and items at even distances', () => {
    expect(evenly(numbers, 4)).toEqual([0, 333, 666, 999])
    expect(evenly(numbers, 1)).toEqual([0])
    expect(new Set(evenly(numbers, 999)).size).toBe(999)
  })

  it('picks required items, and keeps the order', () => {
    expect(evenly(numbers, 5, (number) => number === 7 || number === 500)).toEqual([0, 7, 500, 501, 999])
    expect(evenly(numbers, 3, () => true)).toEqual([0, 500, 999])
  })
})

describe('describeThinning', () => {
  it('is empty if everything is shown', () => {
    expect(describeThinning(5, 5, 'trials')).toBe('')
    expect(describeThinning(800, 10_000, 'trials')).toBe('Shows 800 of 10,000 trials, picked evenly.')
  })
})
