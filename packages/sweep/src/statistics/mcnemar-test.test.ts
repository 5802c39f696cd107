import { describe, expect, it } from '@jest/globals'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { mcnemarTest } from './mcnemar-test.ts'

describe('mcnemarTest', () => {
  it.each(statisticsVectors.mcnemar)(
    'of %d against %d images is what SciPy gives',
    (onlyFirst, onlySecond, p) => {
      expect(mcnemarTest(onlyFirst, onlySecond)).toBeCloseTo(p, 12)
      expect(mcnemarTest(onlySecond, onlyFirst)).toBe(mcnemarTest(onlyFirst, onlySecond))
    },
  )

  it('cannot tell apart models that agree everywhere', () => {
    expect(mcnemarTest(0, 0)).toBe(1)
  })

  it('rejects a value that is not a count', () => {
    expect(() => mcnemarTest(3, -1)).toThrow('`onlySecond` must be a non-negative integer, got -1.')
  })
})
