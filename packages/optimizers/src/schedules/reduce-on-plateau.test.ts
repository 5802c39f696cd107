import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createSchedule } from './create-schedule.ts'
import { linear } from './linear.ts'
import { reduceOnPlateau } from './reduce-on-plateau.ts'
import type { Plateau, PlateauState } from './reduce-on-plateau.ts'

/** The number after each report. */
function follow(plateau: Plateau, metrics: readonly number[]): number[] {
  return metrics.map((metric) => {
    plateau.report(metric)
    return plateau(0)
  })
}

describe('reduceOnPlateau', () => {
  it('reduces at the first bad report beyond the patience, and restarts the count', () => {
    const plateau = reduceOnPlateau({ from: 8, factor: 0.5, patience: 1 })
    expect(follow(plateau, [5, 6, 4, 4, 4, 4, 4])).toEqual([8, 8, 8, 8, 4, 4, 2])
  })

  it('waits for its cooldown', () => {
    const plateau = reduceOnPlateau({ from: 8, factor: 0.5, patience: 0, cooldown: 2 })
    expect(follow(plateau, [1, 1, 1, 1, 1])).toEqual([8, 4, 4, 4, 2])
  })

  it('does not go below its lower limit', () => {
    expect(follow(reduceOnPlateau({ from: 8, patience: 0, min: 3 }), [1, 1, 1])).toEqual([8, 3, 3])
  })

  it('requires an improvement by a share of the best metric or by a difference, also of negative metrics', () => {
    const halve = { from: 8, factor: 0.5, patience: 0, threshold: 0.5 }
    expect(follow(reduceOnPlateau(halve), [8, 4, 3])).toEqual([8, 4, 4])
    expect(follow(reduceOnPlateau({ ...halve, thresholdMode: 'absolute' }), [8, 7.5, 7])).toEqual([8, 4, 4])
    expect(follow(reduceOnPlateau(halve), [-8, -10, -13])).toEqual([8, 4, 4])
    expect(follow(reduceOnPlateau({ ...halve, mode: 'max' }), [8, 12, 13])).toEqual([8, 4, 4])
    expect(follow(reduceOnPlateau({ ...halve, mode: 'max' }), [-8, -4, -3])).toEqual([8, 4, 4])
  })

  it('counts a metric that is not finite as bad', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(follow(reduceOnPlateau({ from: 8, factor: 0.5, patience: 0 }), [bad, 1, bad])).toEqual([4, 4, 2])
    }
  })

  it('reduces a schedule', () => {
    const plateau = reduceOnPlateau({ from: linear({ from: 8, to: 4, steps: 4 }), factor: 0.5, patience: 0 })
    expect([0, 2, 4].map(plateau)).toEqual([8, 6, 4])
    follow(plateau, [1, 1])
    expect([0, 2, 4].map(plateau)).toEqual([4, 3, 2])
  })

  it('continues from its config as if training had not stopped', () => {
    const options = fc.record({
      from: fc.constant(0.3),
      factor: fc.constantFrom(0, 0.1, 0.7),
      patience: fc.integer({ min: 0, max: 2 }),
      cooldown: fc.integer({ min: 0, max: 2 }),
      mode: fc.constantFrom('min' as const, 'max' as const),
    })
    const metrics = fc.array(fc.constantFrom(1, 2, 3, 4, 5, NaN), { maxLength: 12 })
    fc.assert(
      fc.property(options, metrics, metrics, (options, before, after) => {
        const through = reduceOnPlateau(options)
        follow(through, before)
        const config = JSON.parse(JSON.stringify(through)) as { name: string }
        const again = createSchedule(config) as Plateau
        expect(again(0)).toBe(through(0))
        expect(follow(again, after)).toEqual(follow(through, after))
        expect(again.toJSON()).toEqual(through.toJSON())
      }),
    )
  })

  it('does not change the given state', () => {
    const state: PlateauState = { best: 1, bad: 0, cooldown: 0, scale: 0.5 }
    follow(reduceOnPlateau({ from: 8, patience: 0, state }), [2, 0.5])
    expect(state).toEqual({ best: 1, bad: 0, cooldown: 0, scale: 0.5 })
  })

  it('checks its options', () => {
    const wrong: [object, string][] = [
      [{ from: -1 }, '`from` must be a non-negative number, got -1.'],
      [{}, '`from` must be a non-negative number, got undefined.'],
      [{ from: 1, factor: 1 }, '`factor` must be in [0, 1), got 1.'],
      [{ from: 1, patience: -1 }, '`patience` must be a non-negative integer, got -1.'],
      [{ from: 1, cooldown: 0.5 }, '`cooldown` must be a non-negative integer, got 0.5.'],
      [{ from: 1, threshold: NaN }, '`threshold` must be a non-negative number, got NaN.'],
      [{ from: 1, thresholdMode: 'rel' }, '`thresholdMode` must be "relative" or "absolute", got "rel".'],
      [{ from: 1, min: -1 }, '`min` must be a non-negative number, got -1.'],
      [{ from: 1, mode: 'auto' }, '`mode` must be "min" or "max", got "auto".'],
      [{ from: 1, state: 3 }, '`state` must be the state in the result of toJSON(), got 3.'],
      [{ from: 1, state: {} }, '`state.bad` must be a non-negative integer, got undefined.'],
    ]
    for (const [options, message] of wrong) {
      expect(() => reduceOnPlateau(options as never)).toThrow(new RangeError(message))
    }
  })
})
