import { describe, expect, it } from '@jest/globals'
import { complete, progress } from '../../test/progress.ts'
import { medianPruner } from './median-pruner.ts'

describe('medianPruner', () => {
  it('prunes a value worse than the mean of the middle two of an even number', () => {
    const pruner = medianPruner({ startupTrials: 4 })
    const others = complete([1], [2], [4], [50])
    expect(pruner.shouldPrune(progress([3]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([3.01]), others, 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([2.99]), others, 'maximize')).toBe(true)
  })

  it('prunes nothing before five trials are complete', () => {
    const others = complete([1], [1], [1], [1], [1])
    expect(medianPruner().shouldPrune(progress([9]), others.slice(1), 'minimize')).toBe(false)
    expect(medianPruner().shouldPrune(progress([9]), others, 'minimize')).toBe(true)
  })

  it('has all options', () => {
    expect(medianPruner({ warmupSteps: 2 })).toMatchObject({
      name: 'median',
      options: { startupTrials: 5, warmupSteps: 2, intervalSteps: 1, minTrials: 1 },
    })
  })
})
