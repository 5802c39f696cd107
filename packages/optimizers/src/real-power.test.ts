import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { realPower } from './real-power.ts'

describe('realPower', () => {
  it('is Math.pow to fourteen digits', () => {
    const base = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
    const exponent = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(base, exponent, (base, exponent) => {
        expect(Math.abs(realPower(base, exponent) / base ** exponent - 1)).toBeLessThan(3e-14)
      }),
    )
  })

  it('is exactly 1 for a base of 1 or an exponent of 0', () => {
    expect([realPower(1, -0.8), realPower(7, 0)]).toEqual([1, 1])
  })

  it('is made of nothing that engines are free to round', () => {
    // To the last bit: what additions, multiplications and divisions make of them.
    expect([realPower(32, -0.8), realPower(3, -0.8), realPower(1000, -0.8)]).toEqual([
      0.06249999999999997, 0.41524364653850576, 0.003981071705534971,
    ])
  })
})
