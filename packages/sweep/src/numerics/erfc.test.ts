import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { erfc } from './erfc.ts'

/** From Python 3.11's `math.erfc`; one argument or more for each of the function's formulas. */
const known = [
  [-3, 1.9999779095030015],
  [-1, 1.842700792949715],
  [-0.5, 1.5204998778130465],
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047265],
  [5, 1.5374597944280351e-12],
  [20, 5.3958656116079005e-176],
  [26, 5.663192408856143e-296],
] as const

describe('erfc', () => {
  it.each(known)('of %d is %d', (x, value) => {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(4e-16)
  })

  it('is 0 and 2 at the ends, and NaN of NaN', () => {
    expect([erfc(40), erfc(Infinity), erfc(-40), erfc(-Infinity), erfc(NaN)]).toEqual([0, 0, 2, 2, NaN])
  })

  it('mirrors: erfc(x) + erfc(−x) = 2', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6, noNaN: true }), (x) => {
        expect(erfc(x) + erfc(-x)).toBeCloseTo(2, 14)
      }),
    )
  })
})
