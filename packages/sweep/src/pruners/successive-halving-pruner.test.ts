import { describe, expect, it } from '@jest/globals'
import { complete, progress } from '../../test/progress.ts'
import { successiveHalvingPruner } from './successive-halving-pruner.ts'

describe('successiveHalvingPruner', () => {
  it('lets a trial continue that is among the best ⌊n / η⌋ at a rung', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 2 })
    const others = complete([9, 1], [9, 2], [9, 3], [9, 4], [9, 5]) // n = 6 with the trial: 3 continue
    expect(pruner.shouldPrune(progress([9, 2.5]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 3]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 3.5]), others, 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([0, 2.5]), others, 'maximize')).toBe(true)
  })

  it('lets only the best trial so far continue while n < η', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 4 })
    expect(pruner.shouldPrune(progress([9, 5]), [], 'minimize')).toBe(false)
    const others = complete([9, 5], [9, 6])
    expect(pruner.shouldPrune(progress([9, 5]), others, 'minimize')).toBe(false)
    expect(pruner.shouldPrune(progress([9, 5.1]), others, 'minimize')).toBe(true)
  })

  it('judges at steps r ηˢ⁺ᵏ only', () => {
    const judged = (options: Parameters<typeof successiveHalvingPruner>[0]): number[] => {
      const pruner = successiveHalvingPruner(options)
      const best = complete(Array.from({ length: 30 }, () => 0))
      return Array.from({ length: 30 }, (_, step) => step).filter((step) =>
        pruner.shouldPrune(progress(Array.from({ length: step + 1 }, () => 1)), best, 'minimize'),
      )
    }
    expect(judged({})).toEqual([1, 4, 16])
    expect(judged({ reductionFactor: 3 })).toEqual([1, 3, 9, 27])
    expect(judged({ reductionFactor: 3, minResource: 2 })).toEqual([2, 6, 18])
    expect(judged({ reductionFactor: 3, minResource: 2, minEarlyStoppingRate: 1 })).toEqual([6, 18])
  })

  it('takes the first report at or after a rung, of a trial and of the others', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 10 })
    const other = progress([5, 1, 0], { number: 1, steps: [0, 3, 4] }) // 1 at the rung of step 1
    const late = (value: number): boolean =>
      pruner.shouldPrune(progress([9, value], { steps: [0, 5] }), [other], 'minimize')
    expect([late(1), late(1.1)]).toEqual([false, true])
  })

  it('judges a report beyond several rungs at each of them', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 2 }) // rungs at 1, 2, 4, …
    const jumped = progress([5], { steps: [5] })
    const first = complete([9, 9, 9, 9, 1])[0] // better at step 4 only
    expect(pruner.shouldPrune(jumped, [first], 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([5], { steps: [3] }), [first], 'minimize')).toBe(false)
  })

  it('compares with trials of every state, by the rungs that they have reached', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 4 })
    for (const state of ['running', 'complete', 'pruned', 'failed'] as const) {
      const other = progress([9, 1], { number: 1, state })
      expect(pruner.shouldPrune(progress([9, 2]), [other], 'minimize')).toBe(true)
      expect(pruner.shouldPrune(progress([9, 2, 2, 2, 2]), [other], 'minimize')).toBe(false)
    }
  })

  it('prunes NaN at a rung, and ignores NaN of others', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 2 })
    expect(pruner.shouldPrune(progress([1, NaN]), [], 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([NaN]), [], 'minimize')).toBe(false) // step 0 is before the first rung
    const others = complete([9, 1], [9, NaN], [9, NaN], [9, NaN]) // n = 2 with the trial: 1 continues
    expect(pruner.shouldPrune(progress([9, 2]), others, 'minimize')).toBe(true)
  })

  it('prunes the first bootstrapCount trials at a rung', () => {
    const pruner = successiveHalvingPruner({ bootstrapCount: 2 })
    const others = complete([9, 5], [9, 6])
    expect(pruner.shouldPrune(progress([9, 1]), others.slice(1), 'minimize')).toBe(true)
    expect(pruner.shouldPrune(progress([9, 1]), others, 'minimize')).toBe(false)
  })

  it('judges a rung once, whatever is reported after it', () => {
    const pruner = successiveHalvingPruner({ reductionFactor: 2 })
    const others = complete([0, 5, 5], [0, 6, 6])
    const at = (steps: readonly number[], values: readonly number[], advanced: boolean): boolean =>
      pruner.shouldPrune({ ...progress(values, { steps }), advanced }, others, 'minimize')
    expect(at([2], [4], true)).toBe(false)
    expect(at([2, 1], [4, 9], false)).toBe(false)
    expect(at([2], [9], false)).toBe(false)
    expect(at([2, 1, 3], [4, 9, 9], true)).toBe(false)
    expect(at([2, 1, 4], [4, 9, 9], true)).toBe(false)
    expect(pruner.shouldPrune(progress([9], { steps: [2] }), others, 'minimize')).toBe(true)
  })

  it('compares with the report that brought a trial to a rung, not with later reports there', () => {
    const pruner = successiveHalvingPruner({ minResource: 2, reductionFactor: 2 })
    const other = progress([3, 9], { number: 1, steps: [3, 2], state: 'complete' })
    expect(pruner.shouldPrune(progress([5], { steps: [2] }), [other], 'minimize')).toBe(true)
  })

  it('keeps a trial without a report', () => {
    expect(successiveHalvingPruner().shouldPrune(progress([]), complete([0, 0]), 'minimize')).toBe(false)
  })

  it('rejects wrong options', () => {
    expect(() => successiveHalvingPruner({ minResource: 0 })).toThrow(
      '`minResource` must be a positive integer, got 0.',
    )
    expect(() => successiveHalvingPruner({ reductionFactor: 1 })).toThrow(
      '`reductionFactor` must be an integer of at least 2, got 1.',
    )
    expect(() => successiveHalvingPruner({ minEarlyStoppingRate: -1 })).toThrow('`minEarlyStoppingRate`')
    expect(() => successiveHalvingPruner({ bootstrapCount: 0.5 })).toThrow('`bootstrapCount`')
  })
})
