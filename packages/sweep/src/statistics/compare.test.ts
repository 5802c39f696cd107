import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryImagePair, arbitraryPair, reversed, withAccuracies } from '../../test/random-samples.ts'
import { statisticsVectors } from '../../test/statistics-vectors.ts'
import { compare } from './compare.ts'

const points = { unit: 'points', scale: 100, digits: 2 }
const a = { label: 'a', values: statisticsVectors.a }
const b = { label: 'b', values: statisticsVectors.b }
const arbitrarySamples = fc
  .oneof(arbitraryPair(), arbitraryImagePair())
  .map(({ a, b }) => ({ a: { ...a, label: 'a' }, b: { ...b, label: 'b' } }))

describe('compare', () => {
  it('is the paired t-test that scipy gives', () => {
    const { p, interval } = statisticsVectors.pairedTest
    const comparison = compare(b, a, points)
    expect(comparison.p).toBeCloseTo(p, 10)
    expect(comparison.adjustedP).toBe(comparison.p)
    expect(comparison.interval?.[0]).toBeCloseTo(interval[0], 12)
    expect(comparison.interval?.[1]).toBeCloseTo(interval[1], 12)
    expect(comparison.signFlipP).toBe(0.0625)
    expect(comparison.sentence).toBe('better than "a" by 0.16 points (95 % interval 0.06 to 0.26, p = 0.01)')
  })

  it('says worse if the reference is better, and the opposite for a loss', () => {
    expect(compare(a, b, points).sentence).toBe(
      'worse than "b" by 0.16 points (95 % interval 0.06 to 0.26, p = 0.01)',
    )
    expect(compare(a, b, { direction: 'minimize', level: 0.1 }).sentence).toBe(
      'better than "b" by 0.0016 (90 % interval 0.0009 to 0.0024, p = 0.01)',
    )
    expect(compare(b, a, { direction: 'minimize' }).verdict).toBe('worse')
  })

  it('says how many seeds would find a difference of that size', () => {
    const other = { label: 'L2 1e-6', values: [0.9904, 0.9898, 0.9902, 0.99, 0.9899] }
    const comparison = compare(other, { ...a, label: 'plain' }, points)
    expect(comparison).toMatchObject({ verdict: 'not distinguishable', seeds: 5 })
    expect(comparison.sentence).toBe(
      `no difference from "plain" found with 5 seeds; about ${comparison.seedsNeeded} would be needed`,
    )
    expect(comparison.seedsNeeded).toBeGreaterThan(100)
  })

  it('cannot tell configurations apart with one seed, only models', () => {
    const one = { label: 'one', values: [0.99] }
    expect(compare({ label: 'x', values: [0.5] }, one)).toMatchObject({
      p: 1,
      interval: undefined,
      verdict: 'not distinguishable',
      seedsNeeded: undefined,
      sentence: 'no difference from "one" can be found with one seed',
    })
    const images = (...rights: [right: number, of: number][]): Uint8Array =>
      Uint8Array.from(rights.flatMap(([right, of]) => new Array<number>(of).fill(right)))
    const first = { label: 'first', ...withAccuracies([images([1, 50], [0, 30], [1, 20])]) }
    const second = { label: 'second', ...withAccuracies([images([0, 50], [1, 30], [1, 20])]) }
    expect(compare(first, second).sentence).toBe(
      'no difference from "second" can be found with one seed; of these two models, the first ' +
        'alone is right on 50 images and the second alone on 30 (McNemar p = 0.033)',
    )
  })

  it('uses sign flips if the differences have no spread, where the t-test would be certain', () => {
    const values = [0.991, 0.992]
    const shifted = { label: 'x', values: values.map((value) => value + 0.001) }
    const comparison = compare(shifted, { label: 'y', values })
    expect(comparison).toMatchObject({ p: 0.5, interval: undefined, verdict: 'not distinguishable' })
    expect(comparison.sentence).toBe(
      'no difference from "y" found with 2 seeds, which all differ by the same amount',
    )
  })

  it('finds nothing between identical samples', () => {
    const comparison = compare({ ...a, label: 'copy' }, a)
    expect(comparison).toMatchObject({ difference: 0, p: 1, verdict: 'not distinguishable' })
    expect(comparison.sentence).toBe('no difference from "a" found with 5 seeds, which give the same values')
  })

  it('adds the variance between images if each is known', () => {
    // Differences 1 1 1 0 and 1 1 0 −1: by seeds ((3/4 − 1/4)² / 2) / 2 = 1/16, by images (1/4 + 1/4 + 0 + 1) / 12 = 1/8.
    const [x, y] = [
      [Uint8Array.of(1, 1, 1, 0), Uint8Array.of(1, 1, 0, 0)],
      [Uint8Array.of(0, 0, 0, 0), Uint8Array.of(0, 0, 0, 1)],
    ].map((correct) => withAccuracies(correct))
    const comparison = compare({ label: 'x', ...x }, { label: 'y', ...y })
    expect(comparison.difference).toBe(0.5)
    // scipy: stats.t of 0.5 / √(3/16) with (3/16)² / (1/16² + 1/8² / 3) = 27/7 degrees of freedom
    expect(comparison.p).toBeCloseTo(0.3146998673514267, 10)
    expect(comparison.interval?.[1]).toBeCloseTo(0.5 + 1.2200019223835294, 10)
  })

  it('mirrors if the samples are swapped', () => {
    fc.assert(
      fc.property(arbitrarySamples, (samples) => {
        const forwards = compare(samples.a, samples.b)
        const backwards = compare(samples.b, samples.a)
        expect(backwards.difference).toBeCloseTo(-forwards.difference, 14)
        expect(backwards.p).toBeCloseTo(forwards.p, 9)
        expect(backwards.interval === undefined).toBe(forwards.interval === undefined)
        if (forwards.interval === undefined) return
        expect(backwards.interval![0]).toBeCloseTo(-forwards.interval[1], 9)
        expect(backwards.interval![1]).toBeCloseTo(-forwards.interval[0], 9)
        const mirrored = { better: 'worse', worse: 'better', 'not distinguishable': 'not distinguishable' }
        expect(backwards.verdict).toBe(mirrored[forwards.verdict])
      }),
    )
  })

  it('depends neither on the order of seeds nor on a shift of both', () => {
    fc.assert(
      fc.property(arbitrarySamples, (samples) => {
        const { p, difference } = compare(samples.a, samples.b)
        const other = compare(reversed(samples.a), reversed(samples.b))
        expect(other.p).toBeCloseTo(p, 9)
        expect(other.difference).toBeCloseTo(difference, 14)
        const [x, y] = [samples.a, samples.b].map(({ values }) => ({
          label: '',
          values: values.map((one) => one + 8),
        }))
        const plain = compare(
          { label: '', values: samples.a.values },
          { label: '', values: samples.b.values },
        )
        expect(compare(x, y).p).toBeCloseTo(plain.p, 6)
      }),
    )
  })

  it('holds the mean difference in its interval, and 0 exactly if it cannot tell', () => {
    fc.assert(
      fc.property(arbitrarySamples, (samples) => {
        const { difference, interval, verdict } = compare(samples.a, samples.b)
        if (interval === undefined) return
        expect(interval[0]).toBeLessThanOrEqual(difference)
        expect(interval[1]).toBeGreaterThanOrEqual(difference)
        expect(interval[0] <= 0 && interval[1] >= 0).toBe(verdict === 'not distinguishable')
      }),
    )
  })
})
