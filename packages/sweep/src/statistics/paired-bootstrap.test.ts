import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { randomStream } from '@tunekit/random-stream'
import { arbitraryImagePair, arbitraryPair, drawSample, reversed } from '../../test/random-samples.ts'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { binomialTable, createResampler } from './create-resampler.ts'
import { pairedBootstrap } from './paired-bootstrap.ts'
import { pairDifferences, pairImages } from './sample.ts'

const zeros = { values: statisticsVectors.skewed.map(() => 0) }
const arbitrarySamples = fc.oneof(arbitraryPair(), arbitraryImagePair())

describe('pairedBootstrap', () => {
  it('gives the intervals that scipy gives for skewed differences', () => {
    const { bca, percentile } = statisticsVectors.bootstrap
    const result = pairedBootstrap({
      a: { values: statisticsVectors.skewed },
      b: zeros,
      seed: 1,
      resamples: 100_000,
    })
    // 1 % of the intervals' width, which the percentiles of 100,000 draws scatter by.
    result.interval.forEach((end, side) => expect(Math.abs(end - bca[side])).toBeLessThan(0.015))
    result.percentileInterval.forEach((end, side) =>
      expect(Math.abs(end - percentile[side])).toBeLessThan(0.01),
    )
  })

  it('resamples seeds and images with the variance of the pigeonhole bootstrap', () => {
    const random = randomStream('test', 1).uniform
    const chances = Array.from({ length: 300 }, (_, image) => (image < 100 ? 0.5 + image / 250 : 1))
    const a = drawSample(chances, 4, random)
    const b = drawSample(chances, 4, random)
    const images = pairImages(a, b)!
    const { draw, observed } = createResampler(pairDifferences(a, b), images)
    const draws = Array.from({ length: 20_000 }, () => draw(random))
    const variance = draws.reduce((sum, value) => sum + (value - observed) ** 2, 0) / draws.length

    // Naive draws of the whole table, straight from the definition.
    const naive = Array.from({ length: 4000 }, () => {
      const seeds = images.map(() => images[Math.floor(random() * 4)])
      let sum = 0
      for (let count = 0; count < 300; count++) {
        const image = Math.floor(random() * 300)
        for (const seed of seeds) sum += seed[image]
      }
      return sum / 1200
    })
    const expected = naive.reduce((sum, value) => sum + (value - observed) ** 2, 0) / naive.length
    expect(variance / expected).toBeGreaterThan(0.9)
    expect(variance / expected).toBeLessThan(1.1)
  })

  it('mirrors if the samples are swapped', () => {
    fc.assert(
      fc.property(arbitrarySamples, ({ a, b }) => {
        const forwards = pairedBootstrap({ a, b, seed: 3, resamples: 200 })
        const backwards = pairedBootstrap({ a: b, b: a, seed: 3, resamples: 200 })
        expect(backwards.difference).toBeCloseTo(-forwards.difference, 14)
        for (const name of ['interval', 'percentileInterval'] as const) {
          expect(0 - backwards[name][0]).toBe(forwards[name][1])
          expect(0 - backwards[name][1]).toBe(forwards[name][0])
        }
      }),
    )
  })

  it('does not depend on the order of seeds', () => {
    fc.assert(
      fc.property(arbitrarySamples, ({ a, b }) => {
        const { interval } = pairedBootstrap({ a, b, seed: 3, resamples: 200 })
        expect(pairedBootstrap({ a: reversed(a), b: reversed(b), seed: 3, resamples: 200 }).interval).toEqual(
          interval,
        )
      }),
    )
  })

  it('does not change if both samples shift', () => {
    fc.assert(
      fc.property(arbitraryPair(), ({ a, b }) => {
        const shifted = [a, b].map(({ values }) => ({ values: values.map((value) => value + 8) }))
        expect(pairedBootstrap({ a: shifted[0], b: shifted[1], seed: 3, resamples: 200 })).toEqual(
          pairedBootstrap({ a, b, seed: 3, resamples: 200 }),
        )
      }),
    )
  })

  it('holds the mean difference in its interval', () => {
    fc.assert(
      fc.property(arbitrarySamples, ({ a, b }) => {
        const { difference, interval } = pairedBootstrap({ a, b, seed: 3, resamples: 500 })
        expect(interval[0]).toBeLessThanOrEqual(difference + 1e-12)
        expect(interval[1]).toBeGreaterThanOrEqual(difference - 1e-12)
      }),
    )
  })

  it('finds nothing between identical samples', () => {
    const { a } = fc.sample(arbitraryImagePair(), { numRuns: 1, seed: 1 })[0]
    expect(pairedBootstrap({ a, b: a, seed: 1 })).toEqual({
      difference: 0,
      interval: [0, 0],
      percentileInterval: [0, 0],
    })
  })

  it('resamples the images of one seed alone, but not one seed without', () => {
    const random = randomStream('test', 2).uniform
    const [a, b] = [0.9, 0.6].map((chance) => drawSample(new Array<number>(400).fill(chance), 1, random))
    const { interval } = pairedBootstrap({ a, b, seed: 1 })
    expect(interval[0]).toBeGreaterThan(0.2)
    expect(interval[1]).toBeLessThan(0.4)
    expect(() => pairedBootstrap({ a: { values: [1] }, b: { values: [2] }, seed: 1 })).toThrow(
      'Resampling needs at least 2 seeds',
    )
  })

  it('rejects samples that do not match', () => {
    const a = { values: [0.5, 1], correct: [Uint8Array.of(0, 1), Uint8Array.of(1, 1)] }
    const run = (b: object): unknown => pairedBootstrap({ a, b: { ...a, ...b }, seed: 1 })
    expect(() => run({ values: [0.5], correct: undefined })).toThrow(
      'must have the same seeds: got 2 values and 1.',
    )
    expect(() => run({ values: [0.5, 0.4] })).toThrow(
      '`values[1]` must be the share of ones in `correct[1]`: expected 1, got 0.4.',
    )
    expect(() => run({ correct: [Uint8Array.of(0, 1), Uint8Array.of(1, 1, 1)] })).toThrow(
      'expected 2, got 3.',
    )
    expect(() => run({ correct: [Uint8Array.of(0, 1)] })).toThrow('one array per value: expected 2, got 1.')
    expect(() => run({ values: [1, 1], correct: [Uint8Array.of(1), Uint8Array.of(1)] })).toThrow(
      'same images in both samples: got 2 and 1.',
    )
    expect(() => run({ values: [3.5, 1], correct: [Uint8Array.of(0, 7), Uint8Array.of(1, 1)] })).toThrow(
      'must hold ones and zeros, got 7.',
    )
    expect(() => pairedBootstrap({ a, b: a, seed: 1, resamples: 10 })).toThrow('`resamples` must be')
  })
})

describe('binomialTable', () => {
  it('sums up the chances of few and many trials', () => {
    ;[0.125, 0.5, 0.875, 1].forEach((sum, index) => expect(binomialTable(3, 0.5)[index]).toBeCloseTo(sum, 14))
    expect([...binomialTable(2, 0)]).toEqual([1, 1, 1])
    expect([...binomialTable(2, 1)]).toEqual([0, 0, 1])
    expect(binomialTable(60_000, 0.1)[60_000]).toBeCloseTo(1, 9)
  })
})
