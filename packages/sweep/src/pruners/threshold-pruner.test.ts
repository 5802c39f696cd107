import { describe, expect, it } from '@jest/globals'
import { progress } from '../../test/progress.ts'
import { thresholdPruner } from './threshold-pruner.ts'

describe('thresholdPruner', () => {
  const pruner = thresholdPruner({ lower: 0, upper: 1 })
  const prunes = (...values: number[]): boolean => pruner.shouldPrune(progress(values), [], 'minimize')

  it('prunes a last value out of bounds; the bounds are allowed', () => {
    expect([prunes(0), prunes(1), prunes(1.01), prunes(-0.01), prunes(Infinity)]).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
    expect(prunes(5, 0.5)).toBe(false)
  })

  it('prunes NaN', () => {
    expect(prunes(0.5, NaN)).toBe(true)
  })

  it('needs only one bound', () => {
    expect(thresholdPruner({ lower: 0 }).shouldPrune(progress([1e9]), [], 'maximize')).toBe(false)
    expect(thresholdPruner({ upper: 0 }).shouldPrune(progress([-1e9]), [], 'maximize')).toBe(false)
  })

  it('judges once per interval after the warm-up', () => {
    const rare = thresholdPruner({ upper: 1, warmupSteps: 1, intervalSteps: 2 })
    const steps = [1, 2, 3, 4].map((reports) =>
      rare.shouldPrune(progress(Array.from({ length: reports }, () => 9)), [], 'minimize'),
    )
    expect(steps).toEqual([false, true, false, true])
  })

  it('has only the given bounds as options, since JSON holds no Infinity', () => {
    expect(thresholdPruner({ upper: 3 }).options).toEqual({ upper: 3, warmupSteps: 0, intervalSteps: 1 })
  })

  it('rejects wrong options', () => {
    expect(() => thresholdPruner({})).toThrow(
      new RangeError('A threshold pruner has no threshold: expected `lower`, `upper` or both, got neither.'),
    )
    expect(() => thresholdPruner({ lower: 2, upper: 1 })).toThrow(
      new RangeError('`lower` must be at most `upper`, got 2 and 1.'),
    )
    expect(() => thresholdPruner({ upper: NaN })).toThrow('got undefined and NaN')
    expect(() => thresholdPruner({ upper: 1, intervalSteps: 0 })).toThrow('`intervalSteps`')
    expect(() => thresholdPruner({ upper: 1, warmupSteps: 0.5 })).toThrow('`warmupSteps`')
  })
})
