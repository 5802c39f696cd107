import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { holm } from './holm.ts'

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })

describe('holm', () => {
  it('steps down and keeps the order of the input', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((p, index) => expect(adjusted[index]).toBeCloseTo(p, 15))
  })

  it('never exceeds 1, and keeps a single p-value', () => {
    expect(holm([0.7, 0.8])).toEqual([1, 1])
    expect(holm([0.3])).toEqual([0.3])
    expect(holm([])).toEqual([])
  })

  it('lies between the p-value and Bonferroni', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        holm(values).forEach((adjusted, index) => {
          expect(adjusted).toBeGreaterThanOrEqual(values[index])
          expect(adjusted).toBeLessThanOrEqual(Math.min(1, values.length * values[index]))
        })
      }),
    )
  })

  it('gives each p-value the same result in any order', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        expect(holm(values.toReversed())).toEqual(holm(values).toReversed())
      }),
    )
  })

  it('rejects a value that is not a probability', () => {
    expect(() => holm([0.1, 1.2])).toThrow('`pValues[1]` must be in [0, 1], got 1.2.')
    expect(() => holm([NaN])).toThrow(RangeError)
  })
})
