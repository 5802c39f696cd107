import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { scramble, sobolDimensions, sobolCoordinate } from './sobol-coordinate.ts'

const { points } = JSON.parse(
  readFileSync(new URL('../../test/vectors/sobol.json', import.meta.url), 'utf8'),
) as { points: { index: number; coordinates: number[] }[] }

const dimensions = Array.from({ length: sobolDimensions }, (_, dimension) => dimension)
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })

describe('sobolCoordinate', () => {
  it('agrees with SciPy in all 64 dimensions', () => {
    expect(dimensions).toHaveLength(64)
    for (const { index, coordinates } of points) {
      expect(dimensions.map((dimension) => sobolCoordinate(index, dimension))).toEqual(coordinates)
    }
  })

  it('has one of the first 2ᵏ points in each of 2ᵏ parts of a dimension', () => {
    for (const dimension of dimensions) {
      for (const k of [1, 4, 8])
        expect(hasOneInEach(k, (index) => sobolCoordinate(index, dimension))).toBe(true)
    }
  })

  it('reaches the last index', () => {
    // Gray code of 2³² − 1 is 2³¹: the last direction number alone, which is odd
    expect(dimensions.every((dimension) => sobolCoordinate(2 ** 32 - 1, dimension) % 2 === 1)).toBe(true)
    expect(sobolCoordinate(2 ** 32 - 1, 0)).toBe(1)
  })
})

describe('scramble', () => {
  it('leaves one of the first 2ᵏ points in each of 2ᵏ parts', () => {
    fc.assert(
      fc.property(
        seed,
        fc.constantFrom(...dimensions),
        fc.integer({ min: 0, max: 8 }),
        (own, dimension, k) => {
          expect(hasOneInEach(k, (index) => scramble(sobolCoordinate(index, dimension), own))).toBe(true)
        },
      ),
    )
  })

  it('leaves the first two dimensions a (0, 2)-sequence: a point in each box of area 2⁻ᵏ', () => {
    fc.assert(
      fc.property(seed, seed, fc.integer({ min: 0, max: 7 }), fc.nat(7), fc.nat(9), (s, t, k, cut, block) => {
        const bits = Math.min(cut, k)
        const boxes = new Set<number>()
        for (let index = block * 2 ** k; index < (block + 1) * 2 ** k; index++) {
          const x = Math.floor(scramble(sobolCoordinate(index, 0), s) / 2 ** (32 - bits))
          const y = Math.floor(scramble(sobolCoordinate(index, 1), t) / 2 ** (32 - (k - bits)))
          boxes.add(x * 2 ** (k - bits) + y)
        }
        expect(boxes.size).toBe(2 ** k)
      }),
    )
  })

  it('keeps the common digits of two points, and no others', () => {
    fc.assert(
      fc.property(seed, seed, seed, (a, b, own) => {
        expect(Math.clz32(scramble(a, own) ^ scramble(b, own))).toBe(Math.clz32(a ^ b))
      }),
    )
  })

  it('flips each digit in half of all seeds, independently of the digit before', () => {
    const count = 4096
    const point = 0x9e3779b9
    const flips = Array.from(
      { length: count },
      (_, own) => scramble(point, Math.imul(own, 0x85ebca6b)) ^ point,
    )
    const share = (isSet: (bits: number) => number): number =>
      flips.reduce((sum, bits) => sum + (isSet(bits) & 1), 0) / count
    const limit = 4 * Math.sqrt(0.25 / count) // four standard errors, for 63 tests
    for (let digit = 0; digit < 32; digit++) {
      expect(Math.abs(share((bits) => bits >>> digit) - 0.5)).toBeLessThan(limit)
      if (digit === 31) break
      expect(Math.abs(share((bits) => (bits >>> digit) ^ (bits >>> (digit + 1))) - 0.5)).toBeLessThan(limit)
    }
  })

  it('flips a digit differently below different digits before', () => {
    // Owen's scrambling, not a digital shift: the second digit's flip depends on the first digit
    const differs = Array.from({ length: 1000 }, (_, own) => {
      const flips = [0, 2 ** 31].map((point) => ((scramble(point, own) ^ point) >>> 30) & 1)
      return flips[0] !== flips[1]
    }).filter(Boolean).length
    expect(Math.abs(differs - 500)).toBeLessThan(64) // four standard deviations
  })
})

function hasOneInEach(k: number, pointOf: (index: number) => number): boolean {
  const parts = new Set<number>()
  for (let index = 0; index < 2 ** k; index++) parts.add(Math.floor(pointOf(index) / 2 ** (32 - k)))
  return parts.size === 2 ** k
}
