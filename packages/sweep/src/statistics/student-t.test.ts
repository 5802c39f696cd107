import { describe, expect, it } from '@jest/globals'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { logGamma } from './log-gamma.ts'
import { studentQuantile, studentTails } from './student-t.ts'

function expectRelative(received: number, expected: number, tolerance = 1e-12): void {
  expect(Math.abs(received - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), 1e-300))
}

describe('logGamma', () => {
  it.each(statisticsVectors.logGamma)('at %d is as by scipy', (x, value) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-14 * Math.max(1, Math.abs(value)))
  })
})

describe('incompleteBeta', () => {
  it.each(statisticsVectors.incompleteBeta)('at %d of (%d, %d) is as by scipy', (x, a, b, value) => {
    expectRelative(incompleteBeta(x, 1 - x, a, b), value)
  })

  it('is 0 and 1 at its ends', () => {
    expect([incompleteBeta(0, 1, 2, 3), incompleteBeta(1, 0, 2, 3)]).toEqual([0, 1])
  })
})

describe('studentTails', () => {
  it.each(statisticsVectors.studentTails)('of %d with %d degrees are as by scipy', (t, degrees, value) => {
    expectRelative(studentTails(t, degrees), value, degrees > 1000 ? 1e-9 : 1e-12)
    expect(studentTails(-t, degrees)).toBe(studentTails(t, degrees))
  })

  it('are all at 0 and none at infinity', () => {
    expect([studentTails(0, 4), studentTails(Infinity, 4)]).toEqual([1, 0])
  })
})

describe('studentQuantile', () => {
  it.each(statisticsVectors.studentQuantile)(
    'at %d with %d degrees is as by scipy',
    (probability, degrees, value) => {
      expectRelative(studentQuantile(probability, degrees), value, degrees > 1000 ? 1e-9 : 1e-12)
    },
  )
})
