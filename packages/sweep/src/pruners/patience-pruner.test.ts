import { describe, expect, it } from '@jest/globals'
import { progress } from '../../test/progress.ts'
import { hyperbandPruner } from './hyperband-pruner.ts'
import { patiencePruner } from './patience-pruner.ts'
import { thresholdPruner } from './threshold-pruner.ts'

describe('patiencePruner', () => {
  /** The number of reports after which a trial is pruned; 0 if it is not. */
  const prunesAfter = (options: Parameters<typeof patiencePruner>[0], values: readonly number[]): number => {
    const pruner = patiencePruner(options)
    return (
      1 +
      values.findIndex((_, index) => pruner.shouldPrune(progress(values.slice(0, index + 1)), [], 'minimize'))
    )
  }

  it('lets a trial continue for `patience` reports after the first without progress', () => {
    expect(prunesAfter({ patience: 0 }, [3, 2, 2.1, 1])).toBe(3)
    expect(prunesAfter({ patience: 2 }, [3, 2, 2.1, 2.2, 2.3, 2.4])).toBe(5)
    expect(prunesAfter({ patience: 2 }, [3, 2, 2.1, 2.2, 1.9, 2.4, 2.4])).toBe(0)
  })

  it('counts a value equal to the best earlier value as progress', () => {
    expect(prunesAfter({ patience: 0 }, [2, 2, 2])).toBe(0)
  })

  it('counts values up to minDelta worse as progress', () => {
    expect(prunesAfter({ patience: 0, minDelta: 0.5 }, [2, 2.5, 2.4, 2.6])).toBe(4)
  })

  it('counts reports, not steps', () => {
    const trial = progress([1, 2, 3], { steps: [0, 50, 51] })
    expect(patiencePruner({ patience: 1 }).shouldPrune(trial, [], 'minimize')).toBe(true)
    expect(patiencePruner({ patience: 2 }).shouldPrune(trial, [], 'minimize')).toBe(false)
  })

  it('ignores NaN, and keeps a trial while one side has nothing else', () => {
    expect(prunesAfter({ patience: 1 }, [NaN, NaN, NaN, 1])).toBe(0)
    expect(prunesAfter({ patience: 1 }, [1, NaN, NaN])).toBe(0)
    expect(prunesAfter({ patience: 1 }, [1, NaN, 2])).toBe(3)
  })

  it('prunes a trial that has diverged to Infinity', () => {
    expect(prunesAfter({ patience: 1 }, [1, Infinity, Infinity])).toBe(3)
  })

  it('asks the wrapped pruner only once patience has run out', () => {
    const pruner = thresholdPruner({ upper: 5 })
    expect(prunesAfter({ patience: 1, pruner }, [9, 8, 7, 8, 8])).toBe(5)
    expect(prunesAfter({ patience: 1, pruner }, [3, 2, 4, 4, 4, 6])).toBe(6)
  })

  it('has the brackets of the wrapped pruner, if there are any', () => {
    const hyperband = hyperbandPruner({ maxResource: 27 })
    const pruner = patiencePruner({ patience: 1, pruner: hyperband })
    const numbers = Array.from({ length: 20 }, (_, number) => number)
    expect(numbers.map((number) => pruner.bracketOf!(number))).toEqual(numbers.map(hyperband.bracketOf!))
    expect(patiencePruner({ patience: 1 }).bracketOf).toBeUndefined()
  })

  it('has the options of the wrapped pruner', () => {
    const { options } = patiencePruner({ patience: 1, pruner: thresholdPruner({ upper: 5 }) })
    expect(JSON.parse(JSON.stringify(options))).toEqual({
      patience: 1,
      minDelta: 0,
      pruner: { name: 'threshold', options: { upper: 5, warmupSteps: 0, intervalSteps: 1 } },
    })
  })

  it('rejects wrong options', () => {
    expect(() => patiencePruner({ patience: -1 })).toThrow(
      '`patience` must be a non-negative integer, got -1.',
    )
    expect(() => patiencePruner({ patience: 1, minDelta: -1 })).toThrow(
      '`minDelta` must be a non-negative number, got -1.',
    )
  })
})
