import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { vectors } from '../test/vectors.ts'
import { randomStream } from './random-stream.ts'

const draws = (random: () => number, count: number): number[] => Array.from({ length: count }, random)
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const key = fc.maxSafeInteger()

describe('randomStream', () => {
  it.each(vectors.streams)(
    'gives the uniform numbers of $name $keys in Python',
    ({ name, keys, uniform }) => {
      expect(draws(randomStream(name, ...keys).uniform, uniform.length)).toEqual(uniform)
    },
  )

  it.each(vectors.streams)(
    'draws the normal numbers of the Python implementation for $name $keys',
    ({ name, keys, normal }) => {
      // Python takes the logarithm from the C library.
      const { normal: random } = randomStream(name, ...keys)
      for (const expected of normal) expect(Math.abs(random() / expected - 1)).toBeLessThan(1e-15)
    },
  )

  it.each(vectors.streams)('draws the permutation of the Python implementation for $name $keys', (stream) => {
    const { permutation } = randomStream(stream.name, ...stream.keys)
    expect([...permutation(12)]).toEqual(stream.permutation)
  })

  it('returns the same numbers again, whatever was drawn from other streams', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(key), fc.nat(9), (name, keys, others) => {
        const expected = draws(randomStream(name, ...keys).uniform, 5)
        const other = randomStream(`${name}!`, ...keys)
        const stream = randomStream(name, ...keys)
        expect(
          draws(() => {
            draws(other.normal, others)
            return stream.uniform()
          }, 5),
        ).toEqual(expected)
      }),
    )
  })

  it('returns other numbers for any other name, key or number of keys', () => {
    fc.assert(
      fc.property(fc.string(), key, key, (name, a, b) => {
        const first = (stream: string, ...keys: number[]): number => randomStream(stream, ...keys).uniform()
        const all = [first(name, a, b), first(`${name}x`, a, b), first(name, a), first(name)]
        if (a !== b) all.push(first(name, b, a))
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  it('returns uncorrelated numbers for neighboring names and keys', () => {
    const length = 2000
    const streams = [
      ...Array.from({ length: 20 }, (_, seed) => randomStream('test', seed)),
      ...Array.from({ length: 20 }, (_, seed) => randomStream('test', seed, 1)),
      ...Array.from({ length: 20 }, (_, letter) => randomStream(String.fromCharCode(97 + letter), 1)),
    ].map(({ normal }) => draws(normal, length))
    for (const [index, a] of streams.entries()) {
      for (const b of streams.slice(0, index)) {
        const correlation = mean(a.map((value, i) => value * b[i]))
        expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(length))
      }
    }
  })
})

describe('uniform', () => {
  it('has the moments of the uniform distribution', () => {
    const count = 200_000
    const values = draws(randomStream('moments', 1).uniform, count)
    // E xⁿ = 1 / (n + 1), Var xⁿ = 1 / (2n + 1) − 1 / (n + 1)²; five standard errors
    for (const n of [1, 2, 3, 4]) {
      const deviation = Math.sqrt(1 / (2 * n + 1) - 1 / (n + 1) ** 2)
      const error = mean(values.map((value) => value ** n)) - 1 / (n + 1)
      expect(Math.abs(error)).toBeLessThan((5 * deviation) / Math.sqrt(count))
    }
  })
})

describe('normal', () => {
  it('has the moments of the normal distribution', () => {
    const count = 200_000
    const values = draws(randomStream('moments', 1).normal, count)
    // E xⁿ = 0, 1, 0, 3, 0, 15 and Var xⁿ = E x²ⁿ − (E xⁿ)² = 1, 2, 15, 96, 945, 10170; five standard errors
    const moments = [0, 1, 0, 3, 0, 15]
    const variances = [1, 2, 15, 96, 945, 10_170]
    for (const [index, moment] of moments.entries()) {
      const error = mean(values.map((value) => value ** (index + 1))) - moment
      expect(Math.abs(error)).toBeLessThan(5 * Math.sqrt(variances[index] / count))
    }
  })

  it('leaves the right share beyond each standard deviation', () => {
    const count = 200_000
    const values = draws(randomStream('tails', 1).normal, count)
    // 2 Φ(−z), scipy.stats.norm.sf(z) * 2
    for (const [z, share] of [
      [1, 0.31731050786291415],
      [2, 0.04550026389635839],
      [3, 0.0026997960632601866],
      [4, 6.334248366623996e-5],
    ]) {
      const received = values.filter((value) => Math.abs(value) > z).length / count
      expect(Math.abs(received - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / count))
    }
  })

  it('is uncorrelated within a pair and from pair to pair', () => {
    const count = 100_000
    const values = draws(randomStream('pairs', 1).normal, count)
    for (const lag of [1, 2, 3]) {
      const correlation = mean(values.slice(lag).map((value, index) => value * values[index]))
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(count))
    }
  })
})

describe('permutation', () => {
  it('has each integer once', () => {
    fc.assert(
      fc.property(fc.string(), key, fc.nat(300), (name, seed, length) => {
        const sorted = randomStream(name, seed).permutation(length).sort()
        expect([...sorted]).toEqual(Array.from({ length }, (_, index) => index))
      }),
    )
  })

  it('has each of the 24 orders of 4 integers equally often', () => {
    const rounds = 24_000
    const counts = new Map<string, number>()
    const { permutation } = randomStream('orders', 1)
    for (let round = 0; round < rounds; round++) {
      const order = permutation(4).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    // χ² of 23 degrees of freedom: 0.001 of all samples exceed 49.7
    const expected = rounds / 24
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(49.7)
  })
})
