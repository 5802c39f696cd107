import { describe, expect, it } from '@jest/globals'
import { reportsOf } from '../study/reports.ts'
import { isFirstOfInterval } from './is-first-of-interval.ts'

describe('isFirstOfInterval', () => {
  const looks = (steps: readonly number[], warmupSteps: number, intervalSteps: number): number[] =>
    steps.filter((_, index) => {
      const reported = reportsOf(steps.slice(0, index + 1).map((step) => [step, 0]))
      return isFirstOfInterval(reported, { warmupSteps, intervalSteps })
    })

  it('is true at every report past the warm-up for intervals of 1', () => {
    expect(looks([0, 1, 2, 3, 7], 2, 1)).toEqual([2, 3, 7])
  })

  it('is true every so many steps, counted from the end of the warm-up', () => {
    expect(looks([0, 1, 2, 3, 4, 5, 6, 7, 8], 1, 3)).toEqual([1, 4, 7])
  })

  it('is true at the first report of an interval if there is none at its start', () => {
    expect(looks([0, 5, 6, 8, 9, 17], 0, 4)).toEqual([0, 5, 8, 17])
  })

  it('is false without a report', () => {
    expect(isFirstOfInterval(reportsOf([]), { warmupSteps: 0, intervalSteps: 1 })).toBe(false)
  })
})
