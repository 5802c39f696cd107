import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { scaleOf } from './scale.ts'

/** The labels of an axis. */
function labelsOf(values: readonly number[], options: Parameters<typeof scaleOf>[1]): string[] {
  const { extent, label } = scaleOf(values, options)
  const count = Math.round((extent.max - extent.min) / extent.interval)
  return Array.from({ length: count + 1 }, (_, index) => label(extent.min + index * extent.interval))
}

describe('scaleOf', () => {
  it('starts and ends at powers of ten if it is logarithmic', () => {
    expect(labelsOf([2e-4, 0.05], { lines: 4, log: true })).toEqual(['1e-4', '0.001', '0.01', '0.1'])
    expect(labelsOf([1], { lines: 4, log: true })).toEqual(['1', '10'])
    expect(labelsOf([0, 4], { lines: 4, log: true })).toEqual(['0', '1', '2', '3', '4'])
    expect(scaleOf([2e-4, 0.05], { lines: 4, log: true }).at(0.01)).toBeCloseTo(-2, 12)
  })

  it('has no lines between integers', () => {
    expect(labelsOf([1, 3], { lines: 4, integer: true })).toEqual(['1', '2', '3'])
    expect(labelsOf([1, 1], { lines: 4, integer: true })).toEqual(['0', '1', '2'])
  })

  it('multiplies, and stays within its bounds', () => {
    expect(labelsOf([0.9, 1], { lines: 4, factor: 100, within: [0, 100] }).at(-1)).toBe('100')
  })

  it('has finite ends that include all values', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, fc.boolean(), fc.constantFrom(1, 100), (numbers, log, factor) => {
        const { extent, at, label } = scaleOf(numbers, { lines: 4, log, factor })
        const slack = 1e-6 * extent.interval
        for (const number of numbers) {
          expect(at(number)).toBeGreaterThanOrEqual(extent.min - slack)
          expect(at(number)).toBeLessThanOrEqual(extent.max + slack)
        }
        expect(Number.isFinite(extent.max - extent.min)).toBe(true)
        expect(extent.max).toBeGreaterThan(extent.min)
        expect(label(extent.min)).not.toMatch(/NaN/)
      }),
    )
  })
})
