import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { normalNumbers } from './normal-numbers.ts'

/** Pairs of uniform numbers, as 53 bits each, that the polar method accepts. */
const pair = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 53 - 1 }), fc.integer({ min: 1, max: 2 ** 53 - 1 }))
  .map(([a, b]) => [a / 2 ** 53, b / 2 ** 53] as const)
  .filter(([a, b]) => {
    const square = (2 * a - 1) ** 2 + (2 * b - 1) ** 2
    return square > 0 && square < 1
  })

/** Pairs near the center, which produce the largest numbers. */
const central = fc
  .tuple(fc.integer({ min: 1, max: 52 }), fc.boolean(), fc.boolean())
  .map(
    ([bits, a, b]) => [0.5 + (a ? 1 : -1) / 2 ** (bits + 1), 0.5 + (b ? 1 : -1) / 2 ** (bits + 1)] as const,
  )

describe('normalNumbers', () => {
  it("returns the polar method's numbers to 4 units in the last place", () => {
    fc.assert(
      fc.property(fc.oneof(pair, central), ([a, b]) => {
        const uniform = [a, b]
        const normal = normalNumbers(() => uniform.shift()!)
        const [x, y] = [2 * a - 1, 2 * b - 1]
        const factor = Math.sqrt((-2 * Math.log(x * x + y * y)) / (x * x + y * y))
        for (const coordinate of [y, x]) {
          const number = normal()
          const expected = coordinate * factor
          expect(Math.abs(number - expected)).toBeLessThanOrEqual(4 * 2 ** -53 * Math.abs(expected))
        }
      }),
      { numRuns: 10_000 },
    )
  })

  it('skips pairs outside the unit circle and at its center', () => {
    const uniform = [0, 0, 0.5, 0.5, 0.999, 0.999, 0.5, 0.25]
    const normal = normalNumbers(() => uniform.shift()!)
    // x = 0, y = −½: −½ √(−2 ln ¼ / ¼)
    expect(normal()).toBeCloseTo(-1.6651092223153954, 14)
    expect(normal()).toBeCloseTo(0, 14)
    expect(uniform).toEqual([])
  })
})
