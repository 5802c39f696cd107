import { describe, expect, it } from '@jest/globals'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { mcnemarTest } from './mcnemar-test.ts'

describe('mcnemarTest', () => {
  it.each(statisticsVectors.mcnemar)('of %d against %d images is as by scipy', (onlyFirst, onlySecond, p) => {
    expect(mcnemarTest(onlyFirst, onlySecond)).toBeCloseTo(p, 12)
    expect(mcnemarTest(onlySecond, onlyFirst)).toBe(mcnemarTest(onlyFirst, onlySecond))
  })

  it('cannot tell models that agree everywhere', () => {
    expect(mcnemarTest(0, 0)).toBe(1)
  })

  it('refuses what is no count', () => {
    expect(() => mcnemarTest(3, -1)).toThrow('Counts of images must be whole numbers of at least 0, got -1.')
  })
})
