import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { niceExtent, withoutOutliers } from './nice-extent.ts'

describe('niceExtent', () => {
  it('starts and ends at round numbers', () => {
    expect(niceExtent([98.71, 99.03])).toEqual({ min: 98.7, max: 99.1, interval: 0.1 })
    expect(niceExtent([0.3, 87])).toEqual({ min: 0, max: 100, interval: 20 })
    expect(niceExtent([2, 2])).toEqual({ min: 1.99, max: 2.01, interval: 0.01 })
  })

  it('treats numbers that hardly differ as equal', () => {
    expect(niceExtent([-5e-324, 0])).toEqual(niceExtent([0, 0]))
    expect(niceExtent([1, 1 + 1e-15])).toEqual(niceExtent([1, 1]))
    const { min, max } = niceExtent([-1.797693133305e308, -1.7976931333050002e308])
    expect(min).toBeLessThan(-1.797693133305e308)
    expect(max).toBeGreaterThan(-1.797693133305e308)
  })

  it('includes the largest numbers, and more numbers than a call accepts arguments', () => {
    const huge = niceExtent([-1e308, 1.5e308])
    expect(Object.values(huge).every(Number.isFinite)).toBe(true)
    expect(huge.min).toBeLessThanOrEqual(-1e308)
    expect(huge.max).toBeGreaterThanOrEqual(1.5e308)
    expect(niceExtent(Array.from({ length: 300_000 }, (_, index) => index)).max).toBe(300_000)
  })

  it('stays within its bounds', () => {
    expect(niceExtent([99.95, 100], { within: [0, 100] })).toMatchObject({ max: 100 })
    expect(niceExtent([100], { within: [0, 100] }).max).toBe(100)
  })

  it('includes all finite numbers, with a few lines', () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(numbers, (values) => {
        const { min, max, interval } = niceExtent([NaN, ...values, Infinity])
        const [low, high] = [Math.min(...values), Math.max(...values)]
        const slack = 1e-6 * interval
        expect(min).toBeLessThanOrEqual(low + slack)
        expect(max).toBeGreaterThanOrEqual(high - slack)
        expect((max - min) / interval).toBeLessThanOrEqual(8)
        expect(max).toBeGreaterThan(min)
      }),
    )
  })

  it('is from 0 to 1 if there are no numbers', () => {
    expect(niceExtent([])).toEqual({ min: 0, max: 1, interval: 0.2 })
  })
})

describe('withoutOutliers', () => {
  const near = (): number => 5
  const kept = (values: readonly number[], direction: 'minimize' | 'maximize' = 'maximize'): number[] =>
    values.filter(withoutOutliers(values, { direction, near }))

  it('finds a failed run, and no value that is near the median', () => {
    expect(kept([99, 98.9, 98.8, 97, 9.8])).toEqual([99, 98.9, 98.8, 97])
    expect(kept([1, 1.1, 1.2, 3, 90], 'minimize')).toEqual([1, 1.1, 1.2, 3])
    expect(kept([99, 98.9, 98.8, 97, 9.8], 'minimize')).toContain(9.8)
  })

  it('finds no outliers if all values differ widely', () => {
    expect(kept([99, 98, 60, 55, 50])).toHaveLength(5)
  })

  it('finds no outliers among two values', () => {
    expect(kept([99, 10])).toEqual([99, 10])
  })
})
