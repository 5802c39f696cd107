import { describe, expect, it } from '@jest/globals'
import { tpeVectors } from '../../../test/tpe-vectors.ts'
import type { Observation } from '../../study/observation.ts'
import { gamma, splitObservations } from './split-observations.ts'
import { reportsOf } from '../../study/reports.ts'

function complete(value: number | undefined, number: number): Observation {
  return { number, configuration: {}, state: 'complete', value, intermediate: reportsOf([]) }
}

const cases = tpeVectors.splits.map((one) => [one.direction, one.history.length, one] as const)

describe('splitObservations', () => {
  it.each(cases)('splits as Optuna does: %s, %d trials', (direction, _, { history, below }) => {
    const observations = history.map(([state, value, intermediate], number): Observation => ({
      number,
      configuration: {},
      state,
      value: value ?? undefined,
      intermediate: reportsOf(intermediate),
    }))
    const split = splitObservations(observations, direction)
    expect(split.below).toEqual(below)
    const numbers = observations.map(({ number }) => number)
    expect(split.above).toEqual(numbers.filter((number) => !below.includes(number)))
  })

  it.each(['minimize', 'maximize'] as const)(
    'counts a value that is NaN or missing as the worst, to %s',
    (direction) => {
      const observations = [NaN, 2, undefined, 1, -Infinity, Infinity].map(complete)
      const best = direction === 'minimize' ? 4 : 5
      expect(splitObservations(observations, direction).below).toEqual([best])
      expect(splitObservations([NaN, 3].map(complete), direction).below).toEqual([1])
    },
  )

  it('takes the older of equal observations', () => {
    expect(splitObservations([5, 1, 1, 1].map(complete), 'minimize').below).toEqual([1])
  })
})

describe('gamma', () => {
  it.each(tpeVectors.belowCounts)('of %d observations is %d, as in Optuna', (finished, count) => {
    expect(gamma(finished)).toBe(count)
  })
})
