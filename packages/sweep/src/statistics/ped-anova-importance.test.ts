import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Space } from '../parameters/space.ts'
import { inverse } from '../../test/inverse.ts'
import { normalCdf } from '../numerics/normal-distribution.ts'
import { tabulateObservations } from '../study/tabulate-observations.ts'
import { pedAnovaImportance } from './ped-anova-importance.ts'

type Observations = Parameters<typeof tabulateObservations>[1]

const space: Space = {
  x: { kind: 'float', low: 0, high: 1, log: false },
  y: { kind: 'float', low: 0, high: 1, log: false },
  kind: { kind: 'categorical', choices: ['a', 'b'] },
}
const unit = fc.double({ min: 0, max: 1, noNaN: true })
const points = fc.array(
  fc.record({ x: unit, y: unit, kind: fc.constantFrom('a', 'b'), value: fc.integer() }),
  {
    minLength: 2,
    maxLength: 40,
  },
)

function observe(list: readonly { value: number }[]): Observations {
  return list.map(({ value, ...configuration }) => ({ configuration, state: 'complete', value }))
}

/** Points of a grid in which x alone determines the value. */
const byX = Array.from({ length: 100 }, (_, index) => {
  const [x, y] = [Math.floor(index / 10) / 9, (index % 10) / 9]
  return { x, y, kind: index % 2 ? 'a' : 'b', value: x }
})

describe('pedAnovaImportance', () => {
  it('finds the one parameter that matters', () => {
    expect(pedAnovaImportance(tabulateObservations(space, observe(byX)), 'minimize').x).toBeGreaterThan(0.99)
  })

  it('is what the formula says for a choice', () => {
    // Of ten, five have each; the best one has a. Densities by their definition, in counts of a and b:
    const list = Array.from({ length: 10 }, (_, value) => ({
      kind: value % 2 ? 'b' : 'a',
      other: 'c',
      value,
    }))
    const two: Space = { kind: space.kind, other: { kind: 'categorical', choices: ['c', 'd'] } }
    const kernel = (kernels: number): number => (1 + 1 / kernels) / (1 + 2 / kernels)
    const all = { kind: 0.5, other: (10 / 11) * kernel(2) + (1 / 11) * 0.5 }
    const best = (1 / 2) * kernel(2) + (1 / 2) * 0.5
    const divergence = (p: number): number =>
      p * (best / p - 1) ** 2 + (1 - p) * ((1 - best) / (1 - p) - 1) ** 2
    const expected = divergence(all.kind) / (divergence(all.kind) + divergence(all.other))
    expect(pedAnovaImportance(tabulateObservations(two, observe(list)), 'minimize').kind).toBeCloseTo(
      expected,
      9,
    )
  })

  it('lists the most important first', () => {
    const importances = Object.values(
      pedAnovaImportance(tabulateObservations(space, observe(byX)), 'minimize'),
    )
    expect(importances).toEqual(importances.toSorted((a, b) => b - a))
  })

  it('sums to 1', () => {
    fc.assert(
      fc.property(points, (list) => {
        const sum = Object.values(
          pedAnovaImportance(tabulateObservations(space, observe(list)), 'minimize'),
        ).reduce((a, b) => a + b)
        expect(Math.abs(sum - 1)).toBeLessThan(1e-12)
      }),
      { numRuns: 20 },
    )
  })

  it('maximizes as it minimizes negated values, and depends on their order alone', () => {
    fc.assert(
      fc.property(points, (list) => {
        const importances = pedAnovaImportance(tabulateObservations(space, observe(list)), 'minimize')
        const negated = list.map((point) => ({ ...point, value: -point.value }))
        expect(pedAnovaImportance(tabulateObservations(space, observe(negated)), 'maximize')).toEqual(
          importances,
        )
        const stretched = list.map((point) => ({ ...point, value: 2 * point.value + 7 }))
        expect(pedAnovaImportance(tabulateObservations(space, observe(stretched)), 'minimize')).toEqual(
          importances,
        )
      }),
      { numRuns: 20 },
    )
  })

  it('uses complete rows with finite values only', () => {
    const list = observe(byX)
    const [{ configuration }] = list
    const others: Observations = [
      { configuration, state: 'running' },
      { configuration, state: 'pruned', value: 0 },
      { configuration, state: 'failed' },
      { configuration, state: 'complete', value: NaN },
      { configuration, state: 'complete', value: -Infinity },
    ]
    expect(pedAnovaImportance(tabulateObservations(space, [...others, ...list]), 'minimize')).toEqual(
      pedAnovaImportance(tabulateObservations(space, list), 'minimize'),
    )
  })

  it('treats a normal parameter by its probabilities, like the uniform one that it is made from', () => {
    const normal: Space = { ...space, x: { kind: 'normal', mean: 3, standardDeviation: 2, log: true } }
    const [uniform, transformed] = [
      byX,
      byX.map(({ x, ...others }) => ({ ...others, x: Math.exp(3 + 2 * inverse(normalCdf, x)) })),
    ]
    const [ours, expected] = [
      pedAnovaImportance(tabulateObservations(normal, observe(transformed)), 'minimize'),
      pedAnovaImportance(tabulateObservations(space, observe(uniform)), 'minimize'),
    ]
    for (const name of ['x', 'y', 'kind']) expect(ours[name]).toBeCloseTo(expected[name], 12)
  })

  it('is 0 for a parameter that never varies or that only one row has, and leaves out one that no row has', () => {
    const more: Space = {
      ...space,
      fixed: { kind: 'constant', value: 1 },
      rare: { kind: 'conditional', condition: { kind: ['a'] }, parameter: space.x as never },
      never: { kind: 'conditional', condition: { kind: [] }, parameter: space.x as never },
    }
    const list = byX.map((point, index) => ({ ...point, fixed: 1, ...(index === 0 && { rare: 0.5 }) }))
    const importances = pedAnovaImportance(tabulateObservations(more, observe(list)), 'minimize', {
      evaluateOnLocal: false,
    })
    expect(importances).toMatchObject({ fixed: 0, rare: 0 })
    expect(importances).not.toHaveProperty('never')
  })

  it('is equal if nothing tells the best rows from all', () => {
    const same = byX.map((point) => ({ ...point, value: 1 }))
    expect(pedAnovaImportance(tabulateObservations(space, observe(same)), 'minimize')).toEqual({
      x: 1 / 3,
      y: 1 / 3,
      kind: 1 / 3,
    })
  })

  it('says how many trials it needs', () => {
    expect(() =>
      pedAnovaImportance(tabulateObservations(space, observe(byX.slice(0, 1))), 'minimize'),
    ).toThrow(
      new RangeError(
        'Importance needs at least 2 complete trials with finite values, got 1. Run more trials.',
      ),
    )
  })

  it('names a problem with quantiles', () => {
    const quantiles = (targetQuantile: number, regionQuantile?: number) => () =>
      pedAnovaImportance(tabulateObservations(space, observe(byX)), 'minimize', {
        targetQuantile,
        regionQuantile,
      })
    expect(quantiles(0.5, 0.5)).toThrow(
      '`targetQuantile` must be above 0 and below `regionQuantile`, which must be at most 1, got 0.5 and 0.5.',
    )
    expect(quantiles(0)).toThrow(RangeError)
    expect(quantiles(0.5, 1.5)).toThrow(RangeError)
    expect(quantiles(NaN)).toThrow(RangeError)
  })

  it('rejects a column of another length', () => {
    const x = { kind: 'numbers', values: [1, 2, 3], low: 0, high: 4 } as const
    expect(() => pedAnovaImportance({ columns: { x }, values: [1, 2] }, 'minimize')).toThrow(
      'Column "x" must have one value per row of the table: expected 2, got 3.',
    )
  })
})
