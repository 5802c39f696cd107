import { describe, expect, it } from '@jest/globals'
import { complete, progress } from '../../test/progress.ts'
import { percentilePruner } from './percentile-pruner.ts'

describe('percentilePruner', () => {
  // At step 1 the complete trials have 1, 2, 3, 4 and 5: their 25th percentile is 2, their 75th is 4.
  const others = complete([9, 1], [9, 2], [9, 3], [9, 4], [9, 5])

  it('prunes a trial that is worse than the percentile, not one that is equal', () => {
    const pruner = percentilePruner({ percentile: 25 })
    expect(pruner.shouldPrune(progress([9, 2]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 2.01]), others, 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([0, 4]), others, 'maximize')).toBe(false)
    expect(pruner.shouldPrune(progress([0, 3.99]), others, 'maximize')).toBe(true)
  })

  it('interpolates between neighbors', () => {
    const pruner = percentilePruner({ percentile: 30 }) // of 5 values: index 1.2, so 2.2
    expect(pruner.shouldPrune(progress([9, 2.19]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 2.21]), others, 'minimize')).toBe(true)
  })

  it('judges a trial by its best value so far, and the others by their values at the step', () => {
    const pruner = percentilePruner({ percentile: 0 })
    expect(pruner.shouldPrune(progress([1, 100]), others, 'minimize')).toBe(false)
    const falling = complete([0, 5], [0, 5], [0, 5], [0, 5], [0, 5])
    expect(pruner.shouldPrune(progress([4, 100]), falling, 'minimize')).toBe(false)
  })

  it('waits for startupTrials complete trials; others do not count', () => {
    const pruner = percentilePruner({ percentile: 50, startupTrials: 6 })
    const running = progress([9, 0], { number: 8 })
    const pruned = progress([9, 0], { number: 7, state: 'pruned' })
    expect(pruner.shouldPrune(progress([9, 9]), [...others, running, pruned], 'minimize')).toBe(false)
    const sixth = progress([9, 6], { number: 6, state: 'complete' })
    expect(pruner.shouldPrune(progress([9, 9]), [...others, sixth], 'minimize')).toBe(true)
  })

  it('waits for one complete trial at least', () => {
    const pruner = percentilePruner({ percentile: 50, startupTrials: 0 })
    expect(pruner.shouldPrune(progress([NaN]), [], 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([NaN]), complete([1]), 'minimize')).toBe(true)
  })

  it('keeps a trial at a step that fewer than minTrials have reported', () => {
    const elsewhere = progress([9], { number: 6, state: 'complete', steps: [3] })
    const trial = progress([9, 9, 99], { steps: [0, 1, 3] })
    const minTrials = (count: number): boolean =>
      percentilePruner({ percentile: 50, minTrials: count }).shouldPrune(
        trial,
        [...others, elsewhere],
        'minimize',
      )
    expect(minTrials(1)).toBe(false) // its best, 9, is not worse than 9
    expect(minTrials(2)).toBe(false)
    const worse = progress([99, 99, 99], { steps: [0, 1, 3] })
    expect(
      [1, 2].map((count) =>
        percentilePruner({ percentile: 50, minTrials: count }).shouldPrune(
          worse,
          [...others, elsewhere],
          'minimize',
        ),
      ),
    ).toEqual([true, false])
  })

  it('keeps a trial at a step that no complete trial has reported', () => {
    const pruner = percentilePruner({ percentile: 50 })
    expect(pruner.shouldPrune(progress([9, 9, 9]), others, 'minimize')).toBe(false)
  })

  it('prunes a trial that is NaN throughout, and otherwise ignores NaN', () => {
    const pruner = percentilePruner({ percentile: 50 })
    expect(pruner.shouldPrune(progress([NaN, NaN]), others, 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([2, NaN]), others, 'minimize')).toBe(false)
    const diverged = complete([9, NaN], [9, NaN], [9, NaN], [9, 4], [9, 2])
    expect(pruner.shouldPrune(progress([9, 3]), diverged, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 3.01]), diverged, 'minimize')).toBe(true)
  })

  it('compares with a percentile below the infinite values of trials that diverged', () => {
    const pruner = percentilePruner({ percentile: 50, startupTrials: 3 })
    const others = complete([9, 1], [9, 2], [9, Infinity])
    expect(pruner.shouldPrune(progress([9, 2]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 3]), others, 'minimize')).toBe(true)
  })

  it('keeps a trial where the percentile is halfway to infinity', () => {
    const others = complete([9, 1], [9, 2], [9, 3], [9, Infinity])
    for (const percentile of [75, 90]) {
      const pruner = percentilePruner({ percentile, startupTrials: 4 })
      expect(pruner.shouldPrune(progress([1e9, 1e9]), others, 'minimize')).toBe(false)
    }
  })

  it('counts a percentile between an infinite value and a number as infinite', () => {
    const best = complete([9, -Infinity], [9, 1])
    const prunes = (percentile: number, value: number): boolean =>
      percentilePruner({ percentile, startupTrials: 1 }).shouldPrune(progress([9, value]), best, 'minimize')
    expect([0, 25, 50, 75, 99].map((percentile) => prunes(percentile, 0))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(prunes(100, 0)).toBe(false)
    expect(prunes(50, -Infinity)).toBe(false)
    const equal = complete([9, -Infinity], [9, -Infinity])
    const median = percentilePruner({ percentile: 50, startupTrials: 1 })
    expect(median.shouldPrune(progress([9, 0]), equal, 'minimize')).toBe(true)
    expect(median.shouldPrune(progress([9, 0]), complete([9, -Infinity], [9, Infinity]), 'minimize')).toBe(
      false,
    )
  })

  it('rejects wrong options', () => {
    expect(() => percentilePruner({ percentile: 101 })).toThrow('`percentile` must be in [0, 100], got 101.')
    expect(() => percentilePruner({ percentile: NaN })).toThrow('`percentile` must be in [0, 100], got NaN.')
    expect(() => percentilePruner({ percentile: 50, startupTrials: -1 })).toThrow(
      '`startupTrials` must be a non-negative integer, got -1.',
    )
    expect(() => percentilePruner({ percentile: 50, intervalSteps: 0 })).toThrow(
      '`intervalSteps` must be a positive integer, got 0.',
    )
    expect(() => percentilePruner({ percentile: 50, minTrials: 1.5 })).toThrow('`minTrials`')
    expect(() => percentilePruner({ percentile: 50, warmupSteps: -1 })).toThrow('`warmupSteps`')
  })
})
