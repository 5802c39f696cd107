import { describe, expect, it } from '@jest/globals'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { logGamma } from './log-gamma.ts'
import { studentQuantile, twoSidedP } from './student-t.ts'

function expectRelative(received: number, expected: number, tolerance = 1e-12): void {
  expect(Math.abs(received - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), 1e-300))
}

describe('logGamma', () => {
  it.each(statisticsVectors.logGamma)('at %d is what SciPy gives', (x, value) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-14 * Math.max(1, Math.abs(value)))
  })
})

describe('incompleteBeta', () => {
  it.each(statisticsVectors.incompleteBeta)('at %d of (%d, %d) is what SciPy gives', (x, a, b, value) => {
    expectRelative(incompleteBeta(x, 1 - x, a, b), value)
  })

  it('is 0 and 1 at its ends', () => {
    expect([incompleteBeta(0, 1, 2, 3), incompleteBeta(1, 0, 2, 3)]).toEqual([0, 1])
  })
})

describe('twoSidedP', () => {
  it.each(statisticsVectors.twoSidedP)('of %d with %d degrees is what SciPy gives', (t, degrees, value) => {
    expectRelative(twoSidedP(t, degrees), value, degrees > 1000 ? 1e-9 : 1e-12)
    expect(twoSidedP(-t, degrees)).toBe(twoSidedP(t, degrees))
  })

  it('is 1 at 0, and 0 at infinity', () => {
    expect([twoSidedP(0, 4), twoSidedP(Infinity, 4)]).toEqual([1, 0])
  })
})

describe('studentQuantile', () => {
  it.each(statisticsVectors.studentQuantile)(
    'at %d with %d degrees is what SciPy gives',
    (probability, degrees, value) => {
      expectRelative(studentQuantile(probability, degrees), value, degrees > 1000 ? 1e-9 : 1e-12)
    },
  )
})
