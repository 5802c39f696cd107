import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { vectors } from '../test/vectors.ts'
import { deriveSeed, hash, mixBits } from './hash.ts'

describe('hash', () => {
  it.each(vectors.streams)('hashes $name with $keys as the independent implementation does', (stream) => {
    expect(hash(stream.name, ...stream.keys)).toBe(stream.hash)
  })

  it('changes about half of its bits with any character of the name or any key', () => {
    const integer = fc.integer({ min: -1e6, max: 1e6 })
    const changed: number[] = []
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), integer, integer, (name, first, second) => {
        const before = hash(name, first, second)
        for (const after of [
          hash(`${name}x`, first, second),
          hash(name, first + 1, second),
          hash(name, first, second + 1),
          hash(name, first),
        ]) {
          changed.push(bitCount(before ^ after))
        }
      }),
    )
    // 400 counts from a binomial of 32 bits: five standard errors of their mean
    expect(Math.abs(mean(changed) - 16)).toBeLessThan((5 * Math.sqrt(8)) / Math.sqrt(changed.length))
  })
})

describe('deriveSeed', () => {
  it('is the upper 31 bits of the hash', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.maxSafeInteger()), (name, keys) => {
        expect(deriveSeed(name, ...keys)).toBe(Math.floor(hash(name, ...keys) / 2))
      }),
    )
  })
})

describe('mixBits', () => {
  it.each(vectors.mixBits)('mixes %i as the independent implementation does', (bits, mixed) => {
    expect(mixBits(bits)).toBe(mixed)
  })

  it('is a bijection: 100,000 integers have 100,000 values', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, bits) => mixBits(bits))).size).toBe(100_000)
  })
})

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function bitCount(bits: number): number {
  let count = 0
  for (let left = bits >>> 0; left !== 0; left >>>= 1) count += left & 1
  return count
}
